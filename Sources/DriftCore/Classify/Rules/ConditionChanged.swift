extension Rule {
    /// `if`, `then` or `else` came, went, or took another form.
    ///
    /// `{"if":{"type":"string"}}` → `{"if":{"type":"string"},"then":{"maxLength":3}}`
    static let conditionChanged = Rule(
        "condition-changed", "`if`, `then` or `else` came, went, or took another form.",
        says: "{where}: {keyword} is {new}; it was {old}",
        old: #"{"if":{"type":"string"}}"#,
        new: #"{"if":{"type":"string"},"then":{"maxLength":3}}"#,
        on: ["if", "then", "else"]
    )
}
