extension Rule {
    /// A schema gave way to a reference to the same schema.
    ///
    /// `{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"maxLength":9}}}` → `{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"$ref":"#/definitions/d"}}}`
    static let definitionExtracted = Rule(
        "definition-extracted", "A schema gave way to a reference to the same schema.",
        says: "{where}: the schema gave way to the reference {new}",
        old: #"{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"maxLength":9}}}"#,
        new: ##"{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"$ref":"#/definitions/d"}}}"##,
        at: .inlined
    ) { $0.new?["$ref"] != nil }
}
