extension Rule {
    /// `maximum` is greater: looser.
    ///
    /// `{"maximum":5}` → `{"maximum":6}`
    static let maximumIncreased = Rule(
        "maximum-increased", "`maximum` is greater: looser.",
        says: "{where}: maximum rises from {old} to {new}",
        old: #"{"maximum":5}"#,
        new: #"{"maximum":6}"#,
        on: ["maximum"]
    ) { $0.isIncrease }
}
