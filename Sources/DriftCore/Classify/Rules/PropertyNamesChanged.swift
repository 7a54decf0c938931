extension Rule {
    /// The names of members are limited in another way.
    ///
    /// `{"propertyNames":{"maxLength":3}}` → `{"propertyNames":false}`
    static let propertyNamesChanged = Rule(
        "property-names-changed", "The names of members are limited in another way.",
        says: "{where}: names of members must match {new}; it was {old}",
        old: #"{"propertyNames":{"maxLength":3}}"#,
        new: #"{"propertyNames":false}"#,
        on: ["propertyNames"]
    ) { $0.isReplacement }
}
