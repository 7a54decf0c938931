extension Rule {
    /// `maxItems` is smaller: stricter.
    ///
    /// `{"maxItems":6}` → `{"maxItems":5}`
    static let maxItemsDecreased = Rule(
        "max-items-decreased", "`maxItems` is smaller: stricter.",
        says: "{where}: maxItems falls from {old} to {new}",
        old: #"{"maxItems":6}"#,
        new: #"{"maxItems":5}"#,
        on: ["maxItems"]
    ) { $0.isDecrease }
}
