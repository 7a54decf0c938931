extension Rule {
    /// `is_base` decides whether clients replace or add a property.
    ///
    /// `{"type":"string"}` → `{"is_base":false,"type":"string"}`
    static let isBaseChanged = Rule(
        "is-base-changed", "`is_base` decides whether clients replace or add a property.",
        says: "{where}: is_base is {new}; it was {old}",
        old: #"{"type":"string"}"#,
        new: #"{"is_base":false,"type":"string"}"#,
        level: .semantic, on: ["is_base"]
    )
}
