extension Rule {
    /// `maxProperties` is greater: looser.
    ///
    /// `{"maxProperties":5}` → `{"maxProperties":6}`
    static let maxPropertiesIncreased = Rule(
        "max-properties-increased", "`maxProperties` is greater: looser.",
        says: "{where}: maxProperties rises from {old} to {new}",
        old: #"{"maxProperties":5}"#,
        new: #"{"maxProperties":6}"#,
        on: ["maxProperties"]
    ) { $0.isIncrease }
}
