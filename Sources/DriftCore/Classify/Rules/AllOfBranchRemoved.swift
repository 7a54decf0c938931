extension Rule {
    /// One schema less must hold.
    ///
    /// `{"allOf":[{"type":"string"},{"maximum":3,"type":"integer"}]}` → `{"allOf":[{"type":"string"}]}`
    static let allOfBranchRemoved = Rule(
        "all-of-branch-removed", "One schema less must hold.",
        says: "{where}: allOf has one branch less: {old}",
        old: #"{"allOf":[{"type":"string"},{"maximum":3,"type":"integer"}]}"#,
        new: #"{"allOf":[{"type":"string"}]}"#,
        on: ["allOf", "extends"], at: .element
    ) { $0.isRemoval }
}
