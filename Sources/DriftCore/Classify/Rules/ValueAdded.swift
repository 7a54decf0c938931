extension Rule {
    /// A document that is compared but not judged has a value more.
    ///
    /// `{"a":1}` → `{"a":1,"b":2}`
    static let valueAdded = Rule(
        "value-added", "A document that is compared but not judged has a value more.",
        says: "{where} is {new}; it was not there",
        old: #"{"a":1}"#,
        new: #"{"a":1,"b":2}"#,
        level: .unknown, at: .data
    ) { $0.isAddition }
}
