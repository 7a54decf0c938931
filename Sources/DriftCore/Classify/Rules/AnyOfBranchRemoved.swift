extension Rule {
    /// There is one alternative less.
    ///
    /// `{"anyOf":[{"type":"string"},{"maximum":3,"type":"integer"}]}` → `{"anyOf":[{"type":"string"}]}`
    static let anyOfBranchRemoved = Rule(
        "any-of-branch-removed", "There is one alternative less.",
        says: "{where}: anyOf has one branch less: {old}",
        old: #"{"anyOf":[{"type":"string"},{"maximum":3,"type":"integer"}]}"#,
        new: #"{"anyOf":[{"type":"string"}]}"#,
        on: ["anyOf"], at: .element
    ) { $0.isRemoval }
}
