extension Rule {
    /// Values are no longer limited to a list.
    ///
    /// `{"enum":["a"],"type":"string"}` → `{"type":"string"}`
    static let enumRemoved = Rule(
        "enum-removed", "Values are no longer limited to a list.",
        says: "{where} is no longer limited to {old}",
        old: #"{"enum":["a"],"type":"string"}"#,
        new: #"{"type":"string"}"#,
        on: ["enum"]
    ) { $0.isRemoval }
}
