extension Rule {
    /// `minimum` is greater: stricter.
    ///
    /// `{"minimum":5}` → `{"minimum":6}`
    static let minimumIncreased = Rule(
        "minimum-increased", "`minimum` is greater: stricter.",
        says: "{where}: minimum rises from {old} to {new}",
        old: #"{"minimum":5}"#,
        new: #"{"minimum":6}"#,
        on: ["minimum"]
    ) { $0.isIncrease }
}
