extension Rule {
    /// A definition went. What still refers to it is broken.
    ///
    /// `{"definitions":{"d":{"type":"string"}}}` → `{"definitions":{}}`
    static let definitionRemoved = Rule(
        "definition-removed", "A definition went. What still refers to it is broken.",
        says: "{where} is gone",
        old: #"{"definitions":{"d":{"type":"string"}}}"#,
        new: #"{"definitions":{}}"#,
        on: ["definitions", "$defs"], at: .member
    ) { $0.isRemoval }
}
