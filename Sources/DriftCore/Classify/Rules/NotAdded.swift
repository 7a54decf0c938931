extension Rule {
    /// Something is forbidden now.
    ///
    /// `{"type":"string"}` → `{"not":{"maxLength":3},"type":"string"}`
    static let notAdded = Rule(
        "not-added", "Something is forbidden now.",
        says: "{where} must not match {new} now",
        old: #"{"type":"string"}"#,
        new: #"{"not":{"maxLength":3},"type":"string"}"#,
        on: ["not"]
    ) { $0.isAddition }
}
