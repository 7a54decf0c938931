extension Rule {
    /// A property is gone; if it still comes, it is one of the additional ones.
    ///
    /// `{"properties":{"a":{"type":"string"}}}` → `{"properties":{}}`
    static let propertyRemoved = Rule(
        "property-removed", "A property is gone; if it still comes, it is one of the additional ones.",
        says: "{where} is gone",
        old: #"{"properties":{"a":{"type":"string"}}}"#,
        new: #"{"properties":{}}"#,
        on: ["properties"], at: .member
    ) { $0.isRemoval }
}
