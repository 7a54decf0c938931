extension Rule {
    /// The value that is taken for a missing one changed; validation ignores it.
    ///
    /// `{"default":"a","type":"string"}` → `{"default":"b","type":"string"}`
    static let defaultChanged = Rule(
        "default-changed", "The value that is taken for a missing one changed; validation ignores it.",
        says: "{where}: default is {new}; it was {old}",
        old: #"{"default":"a","type":"string"}"#,
        new: #"{"default":"b","type":"string"}"#,
        level: .cosmetic, on: ["default"]
    )
}
