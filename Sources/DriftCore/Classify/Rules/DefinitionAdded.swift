extension Rule {
    /// A definition came. It means nothing until something refers to it.
    ///
    /// `{"definitions":{}}` → `{"definitions":{"d":{"type":"string"}}}`
    static let definitionAdded = Rule(
        "definition-added", "A definition came. It means nothing until something refers to it.",
        says: "{where} came",
        old: #"{"definitions":{}}"#,
        new: #"{"definitions":{"d":{"type":"string"}}}"#,
        on: ["definitions", "$defs"], at: .member
    ) { $0.isAddition }
}
