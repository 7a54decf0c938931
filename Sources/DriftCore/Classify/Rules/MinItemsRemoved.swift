extension Rule {
    /// `minItems` is gone: looser.
    ///
    /// `{"minItems":5}` → `{}`
    static let minItemsRemoved = Rule(
        "min-items-removed", "`minItems` is gone: looser.",
        says: "{where} has no minItems any more; it was {old}",
        old: #"{"minItems":5}"#,
        new: "{}",
        on: ["minItems"]
    ) { $0.isBoundRemoval }
}
