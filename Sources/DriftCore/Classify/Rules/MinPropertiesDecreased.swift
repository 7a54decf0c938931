extension Rule {
    /// `minProperties` is smaller: looser.
    ///
    /// `{"minProperties":6}` → `{"minProperties":5}`
    static let minPropertiesDecreased = Rule(
        "min-properties-decreased", "`minProperties` is smaller: looser.",
        says: "{where}: minProperties falls from {old} to {new}",
        old: #"{"minProperties":6}"#,
        new: #"{"minProperties":5}"#,
        on: ["minProperties"]
    ) { $0.isDecrease }
}
