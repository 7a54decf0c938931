extension Rule {
    /// A keyword that the dialect does not know came, went, or changed.
    ///
    /// `{"type":"string","x-since":1}` → `{"type":"string","x-since":2}`
    static let unknownKeywordChanged = Rule(
        "unknown-keyword-changed", "A keyword that the dialect does not know came, went, or changed.",
        says: "{where}: {keyword} is {new}; it was {old}",
        old: #"{"type":"string","x-since":1}"#,
        new: #"{"type":"string","x-since":2}"#,
        level: .semantic, at: .unknownKeyword
    )
}
