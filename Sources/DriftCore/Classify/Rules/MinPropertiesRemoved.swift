extension Rule {
    /// `minProperties` is gone: looser.
    ///
    /// `{"minProperties":5}` → `{}`
    static let minPropertiesRemoved = Rule(
        "min-properties-removed", "`minProperties` is gone: looser.",
        says: "{where} has no minProperties any more; it was {old}",
        old: #"{"minProperties":5}"#,
        new: "{}",
        on: ["minProperties"]
    ) { $0.isBoundRemoval }
}
