extension Rule {
    /// The schema has another name, by which clients find it.
    ///
    /// `{"name":"image","type":"object"}` → `{"name":"picture","type":"object"}`
    static let nameChanged = Rule(
        "name-changed", "The schema has another name, by which clients find it.",
        says: "{where} has the name {new}; it was {old}",
        old: #"{"name":"image","type":"object"}"#,
        new: #"{"name":"picture","type":"object"}"#,
        level: .semantic, on: ["name"]
    )
}
