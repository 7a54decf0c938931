extension Rule {
    /// `allOf` appears.
    ///
    /// `{"title":"t"}` → `{"allOf":[{"type":"string"}],"title":"t"}`
    static let allOfAdded = Rule(
        "all-of-added", "`allOf` appears.",
        says: "{where} has allOf now: {new}",
        old: #"{"title":"t"}"#,
        new: #"{"allOf":[{"type":"string"}],"title":"t"}"#,
        on: ["allOf", "extends"]
    ) { $0.isAddition }
}
