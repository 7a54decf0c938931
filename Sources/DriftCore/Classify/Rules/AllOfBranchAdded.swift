extension Rule {
    /// One more schema must hold.
    ///
    /// `{"allOf":[{"type":"string"}]}` → `{"allOf":[{"type":"string"},{"maxLength":3}]}`
    static let allOfBranchAdded = Rule(
        "all-of-branch-added", "One more schema must hold.",
        says: "{where}: allOf has one more branch: {new}",
        old: #"{"allOf":[{"type":"string"}]}"#,
        new: #"{"allOf":[{"type":"string"},{"maxLength":3}]}"#,
        on: ["allOf", "extends"], at: .element
    ) { $0.isAddition }
}
