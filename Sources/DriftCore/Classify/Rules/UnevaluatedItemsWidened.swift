extension Rule {
    /// More items that nothing describes are accepted.
    ///
    /// `{"prefixItems":[{}],"unevaluatedItems":false}` → `{"prefixItems":[{}],"unevaluatedItems":true}`
    static let unevaluatedItemsWidened = Rule(
        "unevaluated-items-widened", "More items that nothing describes are accepted.",
        says: "{where}: unevaluatedItems is {new}; it was {old}",
        old: #"{"prefixItems":[{}],"unevaluatedItems":false}"#,
        new: #"{"prefixItems":[{}],"unevaluatedItems":true}"#,
        on: ["unevaluatedItems"]
    ) { $0.new.openness > $0.old.openness }
}
