extension Rule {
    /// The examples changed.
    ///
    /// `{"examples":["a"],"type":"string"}` → `{"examples":["b"],"type":"string"}`
    static let examplesChanged = Rule(
        "examples-changed", "The examples changed.",
        says: "{where}: examples is {new}; it was {old}",
        old: #"{"examples":["a"],"type":"string"}"#,
        new: #"{"examples":["b"],"type":"string"}"#,
        level: .cosmetic, on: ["examples"]
    )
}
