extension Rule {
    /// Fewer members that are not described are accepted.
    ///
    /// `{"additionalProperties":true,"properties":{"a":{}}}` → `{"additionalProperties":false,"properties":{"a":{}}}`
    static let additionalPropertiesNarrowed = Rule(
        "additional-properties-narrowed", "Fewer members that are not described are accepted.",
        says: "{where}: additionalProperties is {new}; it was {old}",
        old: #"{"additionalProperties":true,"properties":{"a":{}}}"#,
        new: #"{"additionalProperties":false,"properties":{"a":{}}}"#,
        on: ["additionalProperties"]
    ) { $0.new.openness < $0.old.openness }
}
