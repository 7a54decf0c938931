extension Rule {
    /// Items are described in another form: a list of schemas for one, or the reverse.
    ///
    /// `{"items":{"type":"string"}}` → `{"items":false}`
    static let itemsChanged = Rule(
        "items-changed", "Items are described in another form: a list of schemas for one, or the reverse.",
        says: "{where}: items are described in another form",
        old: #"{"items":{"type":"string"}}"#,
        new: #"{"items":false}"#,
        on: ["items", "prefixItems"]
    ) { $0.isReplacement }
}
