extension Rule {
    /// More members that nothing describes are accepted.
    ///
    /// `{"properties":{"a":{}},"unevaluatedProperties":false}` → `{"properties":{"a":{}},"unevaluatedProperties":true}`
    static let unevaluatedPropertiesWidened = Rule(
        "unevaluated-properties-widened", "More members that nothing describes are accepted.",
        says: "{where}: unevaluatedProperties is {new}; it was {old}",
        old: #"{"properties":{"a":{}},"unevaluatedProperties":false}"#,
        new: #"{"properties":{"a":{}},"unevaluatedProperties":true}"#,
        on: ["unevaluatedProperties"]
    ) { $0.new.openness > $0.old.openness }
}
