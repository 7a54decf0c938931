extension Rule {
    /// A list must hold another item.
    ///
    /// `{"contains":{"const":1}}` → `{"contains":true}`
    static let containsChanged = Rule(
        "contains-changed", "A list must hold another item.",
        says: "{where} must contain {new}; it was {old}",
        old: #"{"contains":{"const":1}}"#,
        new: #"{"contains":true}"#,
        on: ["contains"]
    ) { $0.isReplacement }
}
