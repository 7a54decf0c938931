extension Rule {
    /// `minLength` is greater: stricter.
    ///
    /// `{"minLength":5}` → `{"minLength":6}`
    static let minLengthIncreased = Rule(
        "min-length-increased", "`minLength` is greater: stricter.",
        says: "{where}: minLength rises from {old} to {new}",
        old: #"{"minLength":5}"#,
        new: #"{"minLength":6}"#,
        on: ["minLength"]
    ) { $0.isIncrease }
}
