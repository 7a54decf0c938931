extension Rule {
    /// What the server alone writes: `readOnly`, or the older `(READ-ONLY)` in a description, came or went.
    ///
    /// `{"type":"string"}` → `{"readOnly":true,"type":"string"}`
    static let readOnlyChanged = Rule(
        "read-only-changed",
        "What the server alone writes: `readOnly`, or the older `(READ-ONLY)` in a description, came or went.",
        says: "{where}: {keyword} is {new}; it was {old}",
        old: #"{"type":"string"}"#,
        new: #"{"readOnly":true,"type":"string"}"#,
        level: .semantic, on: ["readOnly", "description"]
    ) { $0.keyword == "readOnly" || $0.changesReadOnlyMark }
}
