extension Rule {
    /// A value that JSON Schema did not allow is one that it allows.
    ///
    /// `{"type":"String"}` → `{"type":"string"}`
    static let schemaRepaired = Rule(
        "schema-repaired", "A value that JSON Schema did not allow is one that it allows.",
        says: "{where}: {keyword} is {new}; {old} was not allowed by JSON Schema",
        old: #"{"type":"String"}"#,
        new: #"{"type":"string"}"#,
        at: .invalid
    ) { $0.isNewValid }
}
