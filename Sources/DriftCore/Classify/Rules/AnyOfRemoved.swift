extension Rule {
    /// `anyOf` is gone.
    ///
    /// `{"anyOf":[{"type":"string"}],"title":"t"}` → `{"title":"t"}`
    static let anyOfRemoved = Rule(
        "any-of-removed", "`anyOf` is gone.",
        says: "{where} has no anyOf any more; it was {old}",
        old: #"{"anyOf":[{"type":"string"}],"title":"t"}"#,
        new: #"{"title":"t"}"#,
        on: ["anyOf"]
    ) { $0.isRemoval }
}
