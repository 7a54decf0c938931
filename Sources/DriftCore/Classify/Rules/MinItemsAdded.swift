extension Rule {
    /// `minItems` appears: stricter.
    ///
    /// `{}` → `{"minItems":5}`
    static let minItemsAdded = Rule(
        "min-items-added", "`minItems` appears: stricter.",
        says: "{where} has a minItems of {new} now",
        old: "{}",
        new: #"{"minItems":5}"#,
        on: ["minItems"]
    ) { $0.isBoundAddition }
}
