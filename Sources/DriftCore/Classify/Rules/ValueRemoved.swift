extension Rule {
    /// A document that is compared but not judged has a value less.
    ///
    /// `{"a":1,"b":2}` → `{"a":1}`
    static let valueRemoved = Rule(
        "value-removed", "A document that is compared but not judged has a value less.",
        says: "{where} is gone; it was {old}",
        old: #"{"a":1,"b":2}"#,
        new: #"{"a":1}"#,
        level: .unknown, at: .data
    ) { $0.isRemoval }
}
