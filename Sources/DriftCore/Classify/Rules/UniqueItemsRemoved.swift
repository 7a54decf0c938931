extension Rule {
    /// Items may be equal now.
    ///
    /// `{"type":"array","uniqueItems":true}` → `{"type":"array"}`
    static let uniqueItemsRemoved = Rule(
        "unique-items-removed", "Items may be equal now.",
        says: "{where}: items may be equal now",
        old: #"{"type":"array","uniqueItems":true}"#,
        new: #"{"type":"array"}"#,
        on: ["uniqueItems"]
    ) { $0.isBoundRemoval }
}
