extension Rule {
    /// A member demands something else now.
    ///
    /// `{"dependencies":{}}` → `{"dependencies":{"a":["b"]}}`
    static let dependencyAdded = Rule(
        "dependency-added", "A member demands something else now.",
        says: "{where}: {name} demands {new} now",
        old: #"{"dependencies":{}}"#,
        new: #"{"dependencies":{"a":["b"]}}"#,
        dialect: .draft7, on: ["dependencies", "dependentRequired", "dependentSchemas"], at: .member
    ) { $0.isAddition }
}
