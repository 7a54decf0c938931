extension Rule {
    /// Another format is named.
    ///
    /// `{"format":"date"}` → `{"format":"date-time"}`
    static let formatChanged = Rule(
        "format-changed", "Another format is named.",
        says: "{where} has the format {new}; it was {old}",
        old: #"{"format":"date"}"#,
        new: #"{"format":"date-time"}"#,
        on: ["format"]
    ) { $0.isReplacement }
}
