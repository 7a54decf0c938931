extension Rule {
    /// A property is described that was not; before, it was one of the additional ones.
    ///
    /// `{"properties":{}}` → `{"properties":{"a":{"type":"string"}}}`
    static let propertyAdded = Rule(
        "property-added", "A property is described that was not; before, it was one of the additional ones.",
        says: "{where} is a new property",
        old: #"{"properties":{}}"#,
        new: #"{"properties":{"a":{"type":"string"}}}"#,
        on: ["properties"], at: .member
    ) { $0.isAddition }
}
