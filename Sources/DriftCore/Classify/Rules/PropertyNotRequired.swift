extension Rule {
    /// Draft 3: a property may be left out now.
    ///
    /// `{"properties":{"a":{"required":true,"type":"string"}}}` → `{"properties":{"a":{"type":"string"}}}`
    static let propertyNotRequired = Rule(
        "property-not-required", "Draft 3: a property may be left out now.",
        says: "{where} may be left out now",
        old: #"{"properties":{"a":{"required":true,"type":"string"}}}"#,
        new: #"{"properties":{"a":{"type":"string"}}}"#,
        dialect: .draft3, on: ["required"]
    ) { $0.isBoundRemoval }
}
