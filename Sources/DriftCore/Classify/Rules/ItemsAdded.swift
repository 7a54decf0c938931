extension Rule {
    /// Items are described now.
    ///
    /// `{"type":"array"}` → `{"items":{"type":"string"},"type":"array"}`
    static let itemsAdded = Rule(
        "items-added", "Items are described now.",
        says: "{where}: items must match {new} now",
        old: #"{"type":"array"}"#,
        new: #"{"items":{"type":"string"},"type":"array"}"#,
        on: ["items", "prefixItems"]
    ) { $0.isAddition }
}
