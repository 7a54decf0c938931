extension Rule {
    /// What a text holds (`contentMediaType`, `contentEncoding`, `contentSchema`) is described in another way.
    ///
    /// `{"contentMediaType":"text/plain"}` → `{"contentMediaType":"text/html"}`
    static let contentChanged = Rule(
        "content-changed",
        "What a text holds (`contentMediaType`, `contentEncoding`, `contentSchema`) is described in another way.",
        says: "{where}: {keyword} is {new}; it was {old}",
        old: #"{"contentMediaType":"text/plain"}"#,
        new: #"{"contentMediaType":"text/html"}"#,
        level: .semantic, on: ["contentMediaType", "contentEncoding", "contentSchema"]
    )
}
