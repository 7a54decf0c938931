extension Rule {
    /// `minLength` is smaller: looser.
    ///
    /// `{"minLength":6}` → `{"minLength":5}`
    static let minLengthDecreased = Rule(
        "min-length-decreased", "`minLength` is smaller: looser.",
        says: "{where}: minLength falls from {old} to {new}",
        old: #"{"minLength":6}"#,
        new: #"{"minLength":5}"#,
        on: ["minLength"]
    ) { $0.isDecrease }
}
