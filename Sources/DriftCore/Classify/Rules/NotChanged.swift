extension Rule {
    /// Something else is forbidden.
    ///
    /// `{"not":{"maxLength":3}}` → `{"not":false}`
    static let notChanged = Rule(
        "not-changed", "Something else is forbidden.",
        says: "{where} must not match {new}; it was {old}",
        old: #"{"not":{"maxLength":3}}"#,
        new: #"{"not":false}"#,
        on: ["not"]
    ) { $0.isReplacement }
}
