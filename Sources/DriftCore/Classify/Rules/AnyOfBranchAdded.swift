extension Rule {
    /// There is one more alternative.
    ///
    /// `{"anyOf":[{"type":"string"}]}` → `{"anyOf":[{"type":"string"},{"maximum":3,"type":"integer"}]}`
    static let anyOfBranchAdded = Rule(
        "any-of-branch-added", "There is one more alternative.",
        says: "{where}: anyOf has one more branch: {new}",
        old: #"{"anyOf":[{"type":"string"}]}"#,
        new: #"{"anyOf":[{"type":"string"},{"maximum":3,"type":"integer"}]}"#,
        on: ["anyOf"], at: .element
    ) { $0.isAddition }
}
