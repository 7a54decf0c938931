extension Rule {
    /// `maxProperties` is smaller: stricter.
    ///
    /// `{"maxProperties":6}` → `{"maxProperties":5}`
    static let maxPropertiesDecreased = Rule(
        "max-properties-decreased", "`maxProperties` is smaller: stricter.",
        says: "{where}: maxProperties falls from {old} to {new}",
        old: #"{"maxProperties":6}"#,
        new: #"{"maxProperties":5}"#,
        on: ["maxProperties"]
    ) { $0.isDecrease }
}
