extension Rule {
    /// `exclusiveMinimum` is smaller: looser.
    ///
    /// `{"exclusiveMinimum":6}` → `{"exclusiveMinimum":5}`
    static let exclusiveMinimumDecreased = Rule(
        "exclusive-minimum-decreased", "`exclusiveMinimum` is smaller: looser.",
        says: "{where}: exclusiveMinimum falls from {old} to {new}",
        old: #"{"exclusiveMinimum":6}"#,
        new: #"{"exclusiveMinimum":5}"#,
        on: ["exclusiveMinimum"]
    ) { $0.isDecrease }
}
