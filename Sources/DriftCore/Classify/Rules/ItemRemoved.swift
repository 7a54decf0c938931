extension Rule {
    /// One place less of a list is described.
    ///
    /// `{"prefixItems":[{"type":"string"},{"type":"null"}]}` → `{"prefixItems":[{"type":"string"}]}`
    static let itemRemoved = Rule(
        "item-removed", "One place less of a list is described.",
        says: "{where} is no longer described",
        old: #"{"prefixItems":[{"type":"string"},{"type":"null"}]}"#,
        new: #"{"prefixItems":[{"type":"string"}]}"#,
        on: ["items", "prefixItems"], at: .element
    ) { $0.isRemoval }
}
