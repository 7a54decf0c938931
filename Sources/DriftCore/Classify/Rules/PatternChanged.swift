extension Rule {
    /// Texts must match another pattern; the verdicts say which accepts more.
    ///
    /// `{"pattern":"^a"}` → `{"pattern":"^b"}`
    static let patternChanged = Rule(
        "pattern-changed", "Texts must match another pattern; the verdicts say which accepts more.",
        says: "{where} must match {new}; it was {old}",
        old: #"{"pattern":"^a"}"#,
        new: #"{"pattern":"^b"}"#,
        on: ["pattern"]
    ) { $0.isReplacement }
}
