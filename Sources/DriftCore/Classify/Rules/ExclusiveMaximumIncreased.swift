extension Rule {
    /// `exclusiveMaximum` is greater: looser.
    ///
    /// `{"exclusiveMaximum":5}` → `{"exclusiveMaximum":6}`
    static let exclusiveMaximumIncreased = Rule(
        "exclusive-maximum-increased", "`exclusiveMaximum` is greater: looser.",
        says: "{where}: exclusiveMaximum rises from {old} to {new}",
        old: #"{"exclusiveMaximum":5}"#,
        new: #"{"exclusiveMaximum":6}"#,
        on: ["exclusiveMaximum"]
    ) { $0.isIncrease }
}
