extension Rule {
    /// `maxContains` is smaller: stricter.
    ///
    /// `{"contains":{"type":"string"},"maxContains":6}` → `{"contains":{"type":"string"},"maxContains":5}`
    static let maxContainsDecreased = Rule(
        "max-contains-decreased", "`maxContains` is smaller: stricter.",
        says: "{where}: maxContains falls from {old} to {new}",
        old: #"{"contains":{"type":"string"},"maxContains":6}"#,
        new: #"{"contains":{"type":"string"},"maxContains":5}"#,
        on: ["maxContains"]
    ) { $0.isDecrease }
}
