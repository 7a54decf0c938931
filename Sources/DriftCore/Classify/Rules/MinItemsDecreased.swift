extension Rule {
    /// `minItems` is smaller: looser.
    ///
    /// `{"minItems":6}` → `{"minItems":5}`
    static let minItemsDecreased = Rule(
        "min-items-decreased", "`minItems` is smaller: looser.",
        says: "{where}: minItems falls from {old} to {new}",
        old: #"{"minItems":6}"#,
        new: #"{"minItems":5}"#,
        on: ["minItems"]
    ) { $0.isDecrease }
}
