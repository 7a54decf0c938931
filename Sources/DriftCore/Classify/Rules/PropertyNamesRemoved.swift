extension Rule {
    /// The names of members are no longer limited.
    ///
    /// `{"propertyNames":{"maxLength":3},"type":"object"}` → `{"type":"object"}`
    static let propertyNamesRemoved = Rule(
        "property-names-removed", "The names of members are no longer limited.",
        says: "{where}: names of members are no longer limited",
        old: #"{"propertyNames":{"maxLength":3},"type":"object"}"#,
        new: #"{"type":"object"}"#,
        on: ["propertyNames"]
    ) { $0.isRemoval }
}
