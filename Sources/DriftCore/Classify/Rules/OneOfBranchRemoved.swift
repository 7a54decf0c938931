extension Rule {
    /// There is one alternative less, of which exactly one must hold.
    ///
    /// `{"oneOf":[{"type":"string"},{"maximum":3,"type":"integer"}]}` → `{"oneOf":[{"type":"string"}]}`
    static let oneOfBranchRemoved = Rule(
        "one-of-branch-removed", "There is one alternative less, of which exactly one must hold.",
        says: "{where}: oneOf has one branch less: {old}",
        old: #"{"oneOf":[{"type":"string"},{"maximum":3,"type":"integer"}]}"#,
        new: #"{"oneOf":[{"type":"string"}]}"#,
        on: ["oneOf"], at: .element
    ) { $0.isRemoval }
}
