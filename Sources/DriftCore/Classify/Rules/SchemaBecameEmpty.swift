extension Rule {
    /// Nothing is accepted any more.
    ///
    /// `{"properties":{"a":{"type":"string"}}}` → `{"properties":{"a":false}}`
    static let schemaBecameEmpty = Rule(
        "schema-became-empty", "Nothing is accepted any more.",
        says: "{where} accepts nothing any more",
        old: #"{"properties":{"a":{"type":"string"}}}"#,
        new: #"{"properties":{"a":false}}"#,
        at: .emptiness
    )
}
