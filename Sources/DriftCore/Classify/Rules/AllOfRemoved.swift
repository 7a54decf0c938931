extension Rule {
    /// `allOf` is gone.
    ///
    /// `{"allOf":[{"type":"string"}],"title":"t"}` → `{"title":"t"}`
    static let allOfRemoved = Rule(
        "all-of-removed", "`allOf` is gone.",
        says: "{where} has no allOf any more; it was {old}",
        old: #"{"allOf":[{"type":"string"}],"title":"t"}"#,
        new: #"{"title":"t"}"#,
        on: ["allOf", "extends"]
    ) { $0.isRemoval }
}
