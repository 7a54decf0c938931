extension Rule {
    /// A link came, went, or leads elsewhere.
    ///
    /// `{"links":[{"href":"{self}","rel":"self"}]}` → `{"links":[{"href":"{self}","rel":"self"},{"href":"{file}","rel":"enclosure"}]}`
    static let linksChanged = Rule(
        "links-changed", "A link came, went, or leads elsewhere.",
        says: "{where}: a link is {new}; it was {old}",
        old: #"{"links":[{"href":"{self}","rel":"self"}]}"#,
        new: #"{"links":[{"href":"{self}","rel":"self"},{"href":"{file}","rel":"enclosure"}]}"#,
        level: .semantic, on: ["links"], at: .value
    )
}
