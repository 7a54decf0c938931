extension Rule {
    /// A list need no longer hold a certain item.
    ///
    /// `{"contains":{"const":1},"type":"array"}` → `{"type":"array"}`
    static let containsRemoved = Rule(
        "contains-removed", "A list need no longer hold a certain item.",
        says: "{where} need no longer contain {old}",
        old: #"{"contains":{"const":1},"type":"array"}"#,
        new: #"{"type":"array"}"#,
        on: ["contains"]
    ) { $0.isRemoval }
}
