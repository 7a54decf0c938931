extension Rule {
    /// Draft 3: a property must be there now.
    ///
    /// `{"properties":{"a":{"type":"string"}}}` → `{"properties":{"a":{"required":true,"type":"string"}}}`
    static let propertyRequired = Rule(
        "property-required", "Draft 3: a property must be there now.",
        says: "{where} must be there now",
        old: #"{"properties":{"a":{"type":"string"}}}"#,
        new: #"{"properties":{"a":{"required":true,"type":"string"}}}"#,
        dialect: .draft3, on: ["required"]
    ) { $0.isBoundAddition }
}
