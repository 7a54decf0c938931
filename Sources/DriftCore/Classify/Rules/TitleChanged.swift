extension Rule {
    /// The title of a part changed.
    ///
    /// `{"title":"a","type":"string"}` → `{"title":"b","type":"string"}`
    static let titleChanged = Rule(
        "title-changed", "The title of a part changed.",
        says: "{where}: title is {new}; it was {old}",
        old: #"{"title":"a","type":"string"}"#,
        new: #"{"title":"b","type":"string"}"#,
        level: .cosmetic, on: ["title"]
    )
}
