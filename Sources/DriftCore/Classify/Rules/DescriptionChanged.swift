extension Rule {
    /// The text that describes a part changed.
    ///
    /// `{"description":"a","type":"string"}` → `{"description":"b","type":"string"}`
    static let descriptionChanged = Rule(
        "description-changed", "The text that describes a part changed.",
        says: "{where} is described as {new}; it was {old}",
        old: #"{"description":"a","type":"string"}"#,
        new: #"{"description":"b","type":"string"}"#,
        level: .cosmetic, on: ["description"]
    ) { !$0.changesReadOnlyMark }
}
