extension Rule {
    /// Draft 3's `disallow` names other types.
    ///
    /// `{"disallow":"string"}` → `{"disallow":"null"}`
    static let disallowChanged = Rule(
        "disallow-changed", "Draft 3's `disallow` names other types.",
        says: "{where} disallows {new}; it was {old}",
        old: #"{"disallow":"string"}"#,
        new: #"{"disallow":"null"}"#,
        dialect: .draft3, on: ["disallow"]
    )
}
