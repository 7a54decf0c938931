extension Rule {
    /// A member no longer demands something else.
    ///
    /// `{"dependencies":{"a":["b"]}}` → `{"dependencies":{}}`
    static let dependencyRemoved = Rule(
        "dependency-removed", "A member no longer demands something else.",
        says: "{where}: {name} no longer demands {old}",
        old: #"{"dependencies":{"a":["b"]}}"#,
        new: #"{"dependencies":{}}"#,
        dialect: .draft7, on: ["dependencies", "dependentRequired", "dependentSchemas"], at: .member
    ) { $0.isRemoval }
}
