extension Rule {
    /// `maximum` is smaller: stricter.
    ///
    /// `{"maximum":6}` → `{"maximum":5}`
    static let maximumDecreased = Rule(
        "maximum-decreased", "`maximum` is smaller: stricter.",
        says: "{where}: maximum falls from {old} to {new}",
        old: #"{"maximum":6}"#,
        new: #"{"maximum":5}"#,
        on: ["maximum"]
    ) { $0.isDecrease }
}
