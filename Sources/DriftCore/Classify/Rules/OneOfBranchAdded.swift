extension Rule {
    /// There is one more alternative, of which exactly one must hold.
    ///
    /// `{"oneOf":[{"type":"string"}]}` → `{"oneOf":[{"type":"string"},{"maximum":3,"type":"integer"}]}`
    static let oneOfBranchAdded = Rule(
        "one-of-branch-added", "There is one more alternative, of which exactly one must hold.",
        says: "{where}: oneOf has one more branch: {new}",
        old: #"{"oneOf":[{"type":"string"}]}"#,
        new: #"{"oneOf":[{"type":"string"},{"maximum":3,"type":"integer"}]}"#,
        on: ["oneOf"], at: .element
    ) { $0.isAddition }
}
