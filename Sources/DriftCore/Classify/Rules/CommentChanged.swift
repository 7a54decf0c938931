extension Rule {
    /// A comment changed.
    ///
    /// `{"$comment":"a","type":"string"}` → `{"$comment":"b","type":"string"}`
    static let commentChanged = Rule(
        "comment-changed", "A comment changed.",
        says: "{where}: $comment is {new}; it was {old}",
        old: #"{"$comment":"a","type":"string"}"#,
        new: #"{"$comment":"b","type":"string"}"#,
        level: .cosmetic, on: ["$comment"]
    )
}
