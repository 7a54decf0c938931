extension Rule {
    /// `maximum` is gone: looser.
    ///
    /// `{"maximum":5}` → `{}`
    static let maximumRemoved = Rule(
        "maximum-removed", "`maximum` is gone: looser.",
        says: "{where} has no maximum any more; it was {old}",
        old: #"{"maximum":5}"#,
        new: "{}",
        on: ["maximum"]
    ) { $0.isBoundRemoval }
}
