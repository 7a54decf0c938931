extension Rule {
    /// `maxLength` is smaller: stricter.
    ///
    /// `{"maxLength":6}` → `{"maxLength":5}`
    static let maxLengthDecreased = Rule(
        "max-length-decreased", "`maxLength` is smaller: stricter.",
        says: "{where}: maxLength falls from {old} to {new}",
        old: #"{"maxLength":6}"#,
        new: #"{"maxLength":5}"#,
        on: ["maxLength"]
    ) { $0.isDecrease }
}
