extension Rule {
    /// A link came, went, or leads elsewhere.
    ///
    /// `{"links":[{"href":"{self}","rel":"self"}],"type":"object"}` → `{"links":[{"href":"{self}","rel":"self"},{"href":"{file}","rel":"enclosure"}],"type":"object"}`
    static let linksChanged = Rule(
        "links-changed", "A link came, went, or leads elsewhere.",
        says: "{where}: a link is {new}; it was {old}",
        old: #"{"links":[{"href":"{self}","rel":"self"}],"type":"object"}"#,
        new: #"{"links":[{"href":"{self}","rel":"self"},{"href":"{file}","rel":"enclosure"}],"type":"object"}"#,
        level: .semantic, on: ["links"], at: .value
    )
}
