extension Rule {
    /// Another value alone is accepted.
    ///
    /// `{"const":"a"}` → `{"const":"b"}`
    static let constChanged = Rule(
        "const-changed", "Another value alone is accepted.",
        says: "{where} must be {new}; it was {old}",
        old: #"{"const":"a"}"#,
        new: #"{"const":"b"}"#,
        on: ["const"]
    ) { $0.isReplacement }
}
