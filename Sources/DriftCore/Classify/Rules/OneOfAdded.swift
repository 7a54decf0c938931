extension Rule {
    /// `oneOf` appears.
    ///
    /// `{"title":"t"}` → `{"oneOf":[{"type":"string"}],"title":"t"}`
    static let oneOfAdded = Rule(
        "one-of-added", "`oneOf` appears.",
        says: "{where} has oneOf now: {new}",
        old: #"{"title":"t"}"#,
        new: #"{"oneOf":[{"type":"string"}],"title":"t"}"#,
        on: ["oneOf"]
    ) { $0.isAddition }
}
