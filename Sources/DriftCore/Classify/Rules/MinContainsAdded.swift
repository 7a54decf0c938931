extension Rule {
    /// `minContains` appears: stricter.
    ///
    /// `{"contains":{"type":"string"}}` → `{"contains":{"type":"string"},"minContains":5}`
    static let minContainsAdded = Rule(
        "min-contains-added", "`minContains` appears: stricter.",
        says: "{where} has a minContains of {new} now",
        old: #"{"contains":{"type":"string"}}"#,
        new: #"{"contains":{"type":"string"},"minContains":5}"#,
        on: ["minContains"]
    ) { $0.isBoundAddition }
}
