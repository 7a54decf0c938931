extension Rule {
    /// `minContains` is smaller: looser.
    ///
    /// `{"contains":{"type":"string"},"minContains":6}` → `{"contains":{"type":"string"},"minContains":5}`
    static let minContainsDecreased = Rule(
        "min-contains-decreased", "`minContains` is smaller: looser.",
        says: "{where}: minContains falls from {old} to {new}",
        old: #"{"contains":{"type":"string"},"minContains":6}"#,
        new: #"{"contains":{"type":"string"},"minContains":5}"#,
        on: ["minContains"]
    ) { $0.isDecrease }
}
