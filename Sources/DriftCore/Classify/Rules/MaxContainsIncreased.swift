extension Rule {
    /// `maxContains` is greater: looser.
    ///
    /// `{"contains":{"type":"string"},"maxContains":5}` → `{"contains":{"type":"string"},"maxContains":6}`
    static let maxContainsIncreased = Rule(
        "max-contains-increased", "`maxContains` is greater: looser.",
        says: "{where}: maxContains rises from {old} to {new}",
        old: #"{"contains":{"type":"string"},"maxContains":5}"#,
        new: #"{"contains":{"type":"string"},"maxContains":6}"#,
        on: ["maxContains"]
    ) { $0.isIncrease }
}
