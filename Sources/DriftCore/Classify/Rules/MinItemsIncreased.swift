extension Rule {
    /// `minItems` is greater: stricter.
    ///
    /// `{"minItems":5}` → `{"minItems":6}`
    static let minItemsIncreased = Rule(
        "min-items-increased", "`minItems` is greater: stricter.",
        says: "{where}: minItems rises from {old} to {new}",
        old: #"{"minItems":5}"#,
        new: #"{"minItems":6}"#,
        on: ["minItems"]
    ) { $0.isIncrease }
}
