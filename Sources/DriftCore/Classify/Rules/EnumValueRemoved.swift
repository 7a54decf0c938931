extension Rule {
    /// A list of allowed values has one less.
    ///
    /// `{"enum":["a","b"]}` → `{"enum":["a"]}`
    static let enumValueRemoved = Rule(
        "enum-value-removed", "A list of allowed values has one less.",
        says: "{where} may no longer be {old}",
        old: #"{"enum":["a","b"]}"#,
        new: #"{"enum":["a"]}"#,
        on: ["enum"], at: .value
    ) { $0.isRemoval }
}
