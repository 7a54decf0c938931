extension Rule {
    /// Items must differ now.
    ///
    /// `{"type":"array"}` → `{"type":"array","uniqueItems":true}`
    static let uniqueItemsAdded = Rule(
        "unique-items-added", "Items must differ now.",
        says: "{where}: items must differ now",
        old: #"{"type":"array"}"#,
        new: #"{"type":"array","uniqueItems":true}"#,
        on: ["uniqueItems"]
    ) { $0.isBoundAddition }
}
