extension Rule {
    /// A member must be there now.
    ///
    /// `{"required":["a"]}` → `{"required":["a","b"]}`
    static let requiredAdded = Rule(
        "required-added", "A member must be there now.",
        says: "{where} must have {new} now",
        old: #"{"required":["a"]}"#,
        new: #"{"required":["a","b"]}"#,
        on: ["required"], at: .value
    ) { $0.isAddition }
}
