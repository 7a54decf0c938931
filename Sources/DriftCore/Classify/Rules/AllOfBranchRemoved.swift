extension Rule {
    /// One schema less must hold.
    ///
    /// `{"allOf":[{"type":"string"},{"maxLength":3}]}` → `{"allOf":[{"type":"string"}]}`
    static let allOfBranchRemoved = Rule(
        "all-of-branch-removed", "One schema less must hold.",
        says: "{where}: allOf has one branch less: {old}",
        old: #"{"allOf":[{"type":"string"},{"maxLength":3}]}"#,
        new: #"{"allOf":[{"type":"string"}]}"#,
        on: ["allOf", "extends"], at: .element
    ) { $0.isRemoval }
}
