extension Rule {
    /// Something is no longer forbidden.
    ///
    /// `{"not":{"maxLength":3},"type":"string"}` → `{"type":"string"}`
    static let notRemoved = Rule(
        "not-removed", "Something is no longer forbidden.",
        says: "{where} may match {old} now",
        old: #"{"not":{"maxLength":3},"type":"string"}"#,
        new: #"{"type":"string"}"#,
        on: ["not"]
    ) { $0.isRemoval }
}
