extension Rule {
    /// `maxItems` is greater: looser.
    ///
    /// `{"maxItems":5}` → `{"maxItems":6}`
    static let maxItemsIncreased = Rule(
        "max-items-increased", "`maxItems` is greater: looser.",
        says: "{where}: maxItems rises from {old} to {new}",
        old: #"{"maxItems":5}"#,
        new: #"{"maxItems":6}"#,
        on: ["maxItems"]
    ) { $0.isIncrease }
}
