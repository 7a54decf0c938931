extension Rule {
    /// A list must hold a certain item now.
    ///
    /// `{"type":"array"}` → `{"contains":{"const":1},"type":"array"}`
    static let containsAdded = Rule(
        "contains-added", "A list must hold a certain item now.",
        says: "{where} must contain {new} now",
        old: #"{"type":"array"}"#,
        new: #"{"contains":{"const":1},"type":"array"}"#,
        on: ["contains"]
    ) { $0.isAddition }
}
