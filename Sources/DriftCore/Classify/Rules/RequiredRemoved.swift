extension Rule {
    /// A member may be left out now.
    ///
    /// `{"required":["a","b"]}` → `{"required":["a"]}`
    static let requiredRemoved = Rule(
        "required-removed", "A member may be left out now.",
        says: "{where} need no longer have {old}",
        old: #"{"required":["a","b"]}"#,
        new: #"{"required":["a"]}"#,
        on: ["required"], at: .value
    ) { $0.isRemoval }
}
