extension Rule {
    /// More members that are not described are accepted.
    ///
    /// `{"additionalProperties":false,"properties":{"a":{}}}` → `{"additionalProperties":true,"properties":{"a":{}}}`
    static let additionalPropertiesWidened = Rule(
        "additional-properties-widened", "More members that are not described are accepted.",
        says: "{where}: additionalProperties is {new}; it was {old}",
        old: #"{"additionalProperties":false,"properties":{"a":{}}}"#,
        new: #"{"additionalProperties":true,"properties":{"a":{}}}"#,
        on: ["additionalProperties"]
    ) { $0.new.openness > $0.old.openness }
}
