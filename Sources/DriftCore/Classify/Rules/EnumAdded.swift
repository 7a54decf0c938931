extension Rule {
    /// Values are limited to a list.
    ///
    /// `{"type":"string"}` → `{"enum":["a"],"type":"string"}`
    static let enumAdded = Rule(
        "enum-added", "Values are limited to a list.",
        says: "{where} is limited to {new} now",
        old: #"{"type":"string"}"#,
        new: #"{"enum":["a"],"type":"string"}"#,
        on: ["enum"]
    ) { $0.isAddition }
}
