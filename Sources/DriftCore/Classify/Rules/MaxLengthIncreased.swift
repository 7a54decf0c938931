extension Rule {
    /// `maxLength` is greater: looser.
    ///
    /// `{"maxLength":5}` → `{"maxLength":6}`
    static let maxLengthIncreased = Rule(
        "max-length-increased", "`maxLength` is greater: looser.",
        says: "{where}: maxLength rises from {old} to {new}",
        old: #"{"maxLength":5}"#,
        new: #"{"maxLength":6}"#,
        on: ["maxLength"]
    ) { $0.isIncrease }
}
