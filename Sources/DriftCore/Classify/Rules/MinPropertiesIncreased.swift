extension Rule {
    /// `minProperties` is greater: stricter.
    ///
    /// `{"minProperties":5}` → `{"minProperties":6}`
    static let minPropertiesIncreased = Rule(
        "min-properties-increased", "`minProperties` is greater: stricter.",
        says: "{where}: minProperties rises from {old} to {new}",
        old: #"{"minProperties":5}"#,
        new: #"{"minProperties":6}"#,
        on: ["minProperties"]
    ) { $0.isIncrease }
}
