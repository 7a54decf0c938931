extension Rule {
    /// `minContains` is greater: stricter.
    ///
    /// `{"contains":{"type":"string"},"minContains":5}` → `{"contains":{"type":"string"},"minContains":6}`
    static let minContainsIncreased = Rule(
        "min-contains-increased", "`minContains` is greater: stricter.",
        says: "{where}: minContains rises from {old} to {new}",
        old: #"{"contains":{"type":"string"},"minContains":5}"#,
        new: #"{"contains":{"type":"string"},"minContains":6}"#,
        on: ["minContains"]
    ) { $0.isIncrease }
}
