extension Rule {
    /// `maxLength` is gone: looser.
    ///
    /// `{"maxLength":5}` → `{}`
    static let maxLengthRemoved = Rule(
        "max-length-removed", "`maxLength` is gone: looser.",
        says: "{where} has no maxLength any more; it was {old}",
        old: #"{"maxLength":5}"#,
        new: "{}",
        on: ["maxLength"]
    ) { $0.isBoundRemoval }
}
