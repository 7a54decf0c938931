extension Rule {
    /// `exclusiveMinimum` is greater: stricter.
    ///
    /// `{"exclusiveMinimum":5}` → `{"exclusiveMinimum":6}`
    static let exclusiveMinimumIncreased = Rule(
        "exclusive-minimum-increased", "`exclusiveMinimum` is greater: stricter.",
        says: "{where}: exclusiveMinimum rises from {old} to {new}",
        old: #"{"exclusiveMinimum":5}"#,
        new: #"{"exclusiveMinimum":6}"#,
        on: ["exclusiveMinimum"]
    ) { $0.isIncrease }
}
