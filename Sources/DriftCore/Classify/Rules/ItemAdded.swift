extension Rule {
    /// One more place of a list is described.
    ///
    /// `{"prefixItems":[{"type":"string"}]}` → `{"prefixItems":[{"type":"string"},{"type":"null"}]}`
    static let itemAdded = Rule(
        "item-added", "One more place of a list is described.",
        says: "{where} is described now",
        old: #"{"prefixItems":[{"type":"string"}]}"#,
        new: #"{"prefixItems":[{"type":"string"},{"type":"null"}]}"#,
        on: ["items", "prefixItems"], at: .element
    ) { $0.isAddition }
}
