extension Rule {
    /// A part is deprecated, or no longer.
    ///
    /// `{"type":"string"}` → `{"deprecated":true,"type":"string"}`
    static let deprecatedChanged = Rule(
        "deprecated-changed", "A part is deprecated, or no longer.",
        says: "{where}: deprecated is {new}; it was {old}",
        old: #"{"type":"string"}"#,
        new: #"{"deprecated":true,"type":"string"}"#,
        level: .semantic, on: ["deprecated"]
    )
}
