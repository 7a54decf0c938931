extension Rule {
    /// `exclusiveMinimum` is gone: looser.
    ///
    /// `{"exclusiveMinimum":5}` → `{}`
    static let exclusiveMinimumRemoved = Rule(
        "exclusive-minimum-removed", "`exclusiveMinimum` is gone: looser.",
        says: "{where} has no exclusiveMinimum any more; it was {old}",
        old: #"{"exclusiveMinimum":5}"#,
        new: "{}",
        on: ["exclusiveMinimum"]
    ) { $0.isBoundRemoval }
}
