extension Rule {
    /// `minimum` is gone: looser.
    ///
    /// `{"minimum":5}` → `{}`
    static let minimumRemoved = Rule(
        "minimum-removed", "`minimum` is gone: looser.",
        says: "{where} has no minimum any more; it was {old}",
        old: #"{"minimum":5}"#,
        new: "{}",
        on: ["minimum"]
    ) { $0.isBoundRemoval }
}
