extension Rule {
    /// `minimum` is smaller: looser.
    ///
    /// `{"minimum":6}` → `{"minimum":5}`
    static let minimumDecreased = Rule(
        "minimum-decreased", "`minimum` is smaller: looser.",
        says: "{where}: minimum falls from {old} to {new}",
        old: #"{"minimum":6}"#,
        new: #"{"minimum":5}"#,
        on: ["minimum"]
    ) { $0.isDecrease }
}
