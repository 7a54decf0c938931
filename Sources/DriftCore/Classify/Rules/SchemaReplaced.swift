extension Rule {
    /// A schema took another form: `true`, `false` or an object.
    ///
    /// `{"properties":{"a":{"type":"string"}}}` → `{"properties":{"a":true}}`
    static let schemaReplaced = Rule(
        "schema-replaced", "A schema took another form: `true`, `false` or an object.",
        says: "{where} is {new}; it was {old}",
        old: #"{"properties":{"a":{"type":"string"}}}"#,
        new: #"{"properties":{"a":true}}"#,
        at: .schema
    )
}
