extension Rule {
    /// A difference that no other kind fits.
    ///
    /// `{"type":["null",{"maximum":3}]}` → `{"type":["null",{"maximum":4}]}`
    static let unknown = Rule(
        "unknown", "A difference that no other kind fits.",
        says: "{where}: {keyword} is {new}; it was {old}",
        old: #"{"type":["null",{"maximum":3}]}"#,
        new: #"{"type":["null",{"maximum":4}]}"#,
        dialect: .draft3, level: .unknown
    ) { _ in false }
}
