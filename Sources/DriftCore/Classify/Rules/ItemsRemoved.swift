extension Rule {
    /// Items are no longer described.
    ///
    /// `{"items":{"type":"string"},"type":"array"}` → `{"type":"array"}`
    static let itemsRemoved = Rule(
        "items-removed", "Items are no longer described.",
        says: "{where}: items need no longer match {old}",
        old: #"{"items":{"type":"string"},"type":"array"}"#,
        new: #"{"type":"array"}"#,
        on: ["items", "prefixItems"]
    ) { $0.isRemoval }
}
