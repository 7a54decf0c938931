extension Rule {
    /// Texts need no longer match a pattern.
    ///
    /// `{"pattern":"^a","type":"string"}` → `{"type":"string"}`
    static let patternRemoved = Rule(
        "pattern-removed", "Texts need no longer match a pattern.",
        says: "{where} need no longer match {old}",
        old: #"{"pattern":"^a","type":"string"}"#,
        new: #"{"type":"string"}"#,
        on: ["pattern"]
    ) { $0.isRemoval }
}
