extension Rule {
    /// One value alone is accepted.
    ///
    /// `{"type":"string"}` → `{"const":"a","type":"string"}`
    static let constAdded = Rule(
        "const-added", "One value alone is accepted.",
        says: "{where} must be {new} now",
        old: #"{"type":"string"}"#,
        new: #"{"const":"a","type":"string"}"#,
        on: ["const"]
    ) { $0.isAddition }
}
