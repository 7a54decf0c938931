extension Rule {
    /// `maxItems` appears: stricter.
    ///
    /// `{}` → `{"maxItems":5}`
    static let maxItemsAdded = Rule(
        "max-items-added", "`maxItems` appears: stricter.",
        says: "{where} has a maxItems of {new} now",
        old: "{}",
        new: #"{"maxItems":5}"#,
        on: ["maxItems"]
    ) { $0.isBoundAddition }
}
