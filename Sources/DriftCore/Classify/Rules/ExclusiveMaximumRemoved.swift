extension Rule {
    /// `exclusiveMaximum` is gone: looser.
    ///
    /// `{"exclusiveMaximum":5}` → `{}`
    static let exclusiveMaximumRemoved = Rule(
        "exclusive-maximum-removed", "`exclusiveMaximum` is gone: looser.",
        says: "{where} has no exclusiveMaximum any more; it was {old}",
        old: #"{"exclusiveMaximum":5}"#,
        new: "{}",
        on: ["exclusiveMaximum"]
    ) { $0.isBoundRemoval }
}
