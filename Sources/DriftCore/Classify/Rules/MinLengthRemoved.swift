extension Rule {
    /// `minLength` is gone: looser.
    ///
    /// `{"minLength":5}` → `{}`
    static let minLengthRemoved = Rule(
        "min-length-removed", "`minLength` is gone: looser.",
        says: "{where} has no minLength any more; it was {old}",
        old: #"{"minLength":5}"#,
        new: "{}",
        on: ["minLength"]
    ) { $0.isBoundRemoval }
}
