extension Rule {
    /// `$schema` names another version of JSON Schema.
    ///
    /// `{"$schema":"http://json-schema.org/draft-06/schema#"}` → `{"$schema":"http://json-schema.org/draft-07/schema#"}`
    static let dialectChanged = Rule(
        "dialect-changed", "`$schema` names another version of JSON Schema.",
        says: "{where} is written in {new}; it was {old}",
        old: #"{"$schema":"http://json-schema.org/draft-06/schema#"}"#,
        new: #"{"$schema":"http://json-schema.org/draft-07/schema#"}"#,
        on: ["$schema"]
    )
}
