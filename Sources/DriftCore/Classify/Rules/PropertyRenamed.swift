extension Rule {
    /// A property went and one with the same schema came.
    ///
    /// `{"properties":{"a":{"maxLength":9,"type":"string"}}}` → `{"properties":{"b":{"maxLength":9,"type":"string"}}}`
    static let propertyRenamed = Rule(
        "property-renamed", "A property went and one with the same schema came.",
        says: "{old} became {new}",
        old: #"{"properties":{"a":{"maxLength":9,"type":"string"}}}"#,
        new: #"{"properties":{"b":{"maxLength":9,"type":"string"}}}"#,
        on: ["properties"], at: .renamedMember
    )
}
