extension Rule {
    /// `anyOf` appears.
    ///
    /// `{"title":"t"}` → `{"anyOf":[{"type":"string"}],"title":"t"}`
    static let anyOfAdded = Rule(
        "any-of-added", "`anyOf` appears.",
        says: "{where} has anyOf now: {new}",
        old: #"{"title":"t"}"#,
        new: #"{"anyOf":[{"type":"string"}],"title":"t"}"#,
        on: ["anyOf"]
    ) { $0.isAddition }
}
