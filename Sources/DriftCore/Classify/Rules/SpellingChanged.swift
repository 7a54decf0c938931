extension Rule {
    /// Another text for the same thing, such as `["string"]` for `"string"`.
    ///
    /// `{"type":"string"}` → `{"type":["string"]}`
    static let spellingChanged = Rule(
        "spelling-changed", #"Another text for the same thing, such as `["string"]` for `"string"`."#,
        says: "{where}: {keyword} is written {new}; it was {old}",
        old: #"{"type":"string"}"#,
        new: #"{"type":["string"]}"#,
        at: .spelling
    )
}
