extension Rule {
    /// A list of allowed values has one more.
    ///
    /// `{"enum":["a"]}` → `{"enum":["a","b"]}`
    static let enumValueAdded = Rule(
        "enum-value-added", "A list of allowed values has one more.",
        says: "{where} may be {new} now",
        old: #"{"enum":["a"]}"#,
        new: #"{"enum":["a","b"]}"#,
        on: ["enum"], at: .value
    ) { $0.isAddition }
}
