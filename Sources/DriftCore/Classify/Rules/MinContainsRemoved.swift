extension Rule {
    /// `minContains` is gone: looser.
    ///
    /// `{"contains":{"type":"string"},"minContains":5}` → `{"contains":{"type":"string"}}`
    static let minContainsRemoved = Rule(
        "min-contains-removed", "`minContains` is gone: looser.",
        says: "{where} has no minContains any more; it was {old}",
        old: #"{"contains":{"type":"string"},"minContains":5}"#,
        new: #"{"contains":{"type":"string"}}"#,
        on: ["minContains"]
    ) { $0.isBoundRemoval }
}
