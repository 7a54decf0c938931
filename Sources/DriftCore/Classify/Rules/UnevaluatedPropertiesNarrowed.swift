extension Rule {
    /// Fewer members that nothing describes are accepted.
    ///
    /// `{"properties":{"a":{}},"unevaluatedProperties":true}` → `{"properties":{"a":{}},"unevaluatedProperties":false}`
    static let unevaluatedPropertiesNarrowed = Rule(
        "unevaluated-properties-narrowed", "Fewer members that nothing describes are accepted.",
        says: "{where}: unevaluatedProperties is {new}; it was {old}",
        old: #"{"properties":{"a":{}},"unevaluatedProperties":true}"#,
        new: #"{"properties":{"a":{}},"unevaluatedProperties":false}"#,
        on: ["unevaluatedProperties"]
    ) { $0.new.openness < $0.old.openness }
}
