extension Rule {
    /// `maxProperties` is gone: looser.
    ///
    /// `{"maxProperties":5}` → `{}`
    static let maxPropertiesRemoved = Rule(
        "max-properties-removed", "`maxProperties` is gone: looser.",
        says: "{where} has no maxProperties any more; it was {old}",
        old: #"{"maxProperties":5}"#,
        new: "{}",
        on: ["maxProperties"]
    ) { $0.isBoundRemoval }
}
