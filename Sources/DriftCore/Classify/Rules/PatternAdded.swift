extension Rule {
    /// Texts must match a pattern now.
    ///
    /// `{"type":"string"}` → `{"pattern":"^a","type":"string"}`
    static let patternAdded = Rule(
        "pattern-added", "Texts must match a pattern now.",
        says: "{where} must match {new} now",
        old: #"{"type":"string"}"#,
        new: #"{"pattern":"^a","type":"string"}"#,
        on: ["pattern"]
    ) { $0.isAddition }
}
