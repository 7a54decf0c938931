extension Rule {
    /// A document that is compared but not judged has another value.
    ///
    /// `{"a":1}` → `{"a":2}`
    static let valueChanged = Rule(
        "value-changed", "A document that is compared but not judged has another value.",
        says: "{where} is {new}; it was {old}",
        old: #"{"a":1}"#,
        new: #"{"a":2}"#,
        level: .unknown, at: .data
    ) { $0.isReplacement }
}
