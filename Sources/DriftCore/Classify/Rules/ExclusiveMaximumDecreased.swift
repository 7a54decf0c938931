extension Rule {
    /// `exclusiveMaximum` is smaller: stricter.
    ///
    /// `{"exclusiveMaximum":6}` → `{"exclusiveMaximum":5}`
    static let exclusiveMaximumDecreased = Rule(
        "exclusive-maximum-decreased", "`exclusiveMaximum` is smaller: stricter.",
        says: "{where}: exclusiveMaximum falls from {old} to {new}",
        old: #"{"exclusiveMaximum":6}"#,
        new: #"{"exclusiveMaximum":5}"#,
        on: ["exclusiveMaximum"]
    ) { $0.isDecrease }
}
