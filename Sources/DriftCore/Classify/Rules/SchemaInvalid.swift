extension Rule {
    /// A value that JSON Schema does not allow, such as `"type": "String"`: validators refuse or ignore it.
    ///
    /// `{"type":"string"}` → `{"type":"String"}`
    static let schemaInvalid = Rule(
        "schema-invalid",
        #"A value that JSON Schema does not allow, such as `"type": "String"`: validators refuse or ignore it."#,
        says: "{where}: {keyword} is {new}, which JSON Schema does not allow; it was {old}",
        old: #"{"type":"string"}"#,
        new: #"{"type":"String"}"#,
        at: .invalid
    ) { !$0.isNewValid }
}
