extension Rule {
    /// Fewer items that nothing describes are accepted.
    ///
    /// `{"prefixItems":[{}],"unevaluatedItems":true}` → `{"prefixItems":[{}],"unevaluatedItems":false}`
    static let unevaluatedItemsNarrowed = Rule(
        "unevaluated-items-narrowed", "Fewer items that nothing describes are accepted.",
        says: "{where}: unevaluatedItems is {new}; it was {old}",
        old: #"{"prefixItems":[{}],"unevaluatedItems":true}"#,
        new: #"{"prefixItems":[{}],"unevaluatedItems":false}"#,
        on: ["unevaluatedItems"]
    ) { $0.new.openness < $0.old.openness }
}
