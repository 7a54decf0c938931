extension Rule {
    /// `maxContains` appears: stricter.
    ///
    /// `{"contains":{"type":"string"}}` → `{"contains":{"type":"string"},"maxContains":5}`
    static let maxContainsAdded = Rule(
        "max-contains-added", "`maxContains` appears: stricter.",
        says: "{where} has a maxContains of {new} now",
        old: #"{"contains":{"type":"string"}}"#,
        new: #"{"contains":{"type":"string"},"maxContains":5}"#,
        on: ["maxContains"]
    ) { $0.isBoundAddition }
}
