extension Rule {
    /// `oneOf` is gone.
    ///
    /// `{"oneOf":[{"type":"string"}],"title":"t"}` → `{"title":"t"}`
    static let oneOfRemoved = Rule(
        "one-of-removed", "`oneOf` is gone.",
        says: "{where} has no oneOf any more; it was {old}",
        old: #"{"oneOf":[{"type":"string"}],"title":"t"}"#,
        new: #"{"title":"t"}"#,
        on: ["oneOf"]
    ) { $0.isRemoval }
}
