extension Rule {
    /// It is no longer one value alone.
    ///
    /// `{"const":"a","type":"string"}` → `{"type":"string"}`
    static let constRemoved = Rule(
        "const-removed", "It is no longer one value alone.",
        says: "{where} need no longer be {old}",
        old: #"{"const":"a","type":"string"}"#,
        new: #"{"type":"string"}"#,
        on: ["const"]
    ) { $0.isRemoval }
}
