extension Rule {
    /// `maxItems` is gone: looser.
    ///
    /// `{"maxItems":5}` → `{}`
    static let maxItemsRemoved = Rule(
        "max-items-removed", "`maxItems` is gone: looser.",
        says: "{where} has no maxItems any more; it was {old}",
        old: #"{"maxItems":5}"#,
        new: "{}",
        on: ["maxItems"]
    ) { $0.isBoundRemoval }
}
