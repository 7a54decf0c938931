extension Rule {
    /// `maxContains` is gone: looser.
    ///
    /// `{"contains":{"type":"string"},"maxContains":5}` → `{"contains":{"type":"string"}}`
    static let maxContainsRemoved = Rule(
        "max-contains-removed", "`maxContains` is gone: looser.",
        says: "{where} has no maxContains any more; it was {old}",
        old: #"{"contains":{"type":"string"},"maxContains":5}"#,
        new: #"{"contains":{"type":"string"}}"#,
        on: ["maxContains"]
    ) { $0.isBoundRemoval }
}
