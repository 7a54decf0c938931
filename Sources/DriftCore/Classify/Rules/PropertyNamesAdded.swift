extension Rule {
    /// The names of members are limited now.
    ///
    /// `{"type":"object"}` → `{"propertyNames":{"maxLength":3},"type":"object"}`
    static let propertyNamesAdded = Rule(
        "property-names-added", "The names of members are limited now.",
        says: "{where}: names of members must match {new} now",
        old: #"{"type":"object"}"#,
        new: #"{"propertyNames":{"maxLength":3},"type":"object"}"#,
        on: ["propertyNames"]
    ) { $0.isAddition }
}
