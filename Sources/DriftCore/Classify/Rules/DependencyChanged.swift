extension Rule {
    /// A member demands something else than before.
    ///
    /// `{"dependencies":{"a":["b"]}}` → `{"dependencies":{"a":["c"]}}`
    static let dependencyChanged = Rule(
        "dependency-changed", "A member demands something else than before.",
        says: "{where}: {name} demands {new}; it was {old}",
        old: #"{"dependencies":{"a":["b"]}}"#,
        new: #"{"dependencies":{"a":["c"]}}"#,
        dialect: .draft7, on: ["dependencies", "dependentRequired", "dependentSchemas"], at: .member
    ) { $0.isReplacement }
}
