extension Rule {
    /// Numbers must be multiples of another one.
    ///
    /// `{"multipleOf":2}` → `{"multipleOf":4}`
    static let multipleOfChanged = Rule(
        "multiple-of-changed", "Numbers must be multiples of another one.",
        says: "{where} must be a multiple of {new}; it was {old}",
        old: #"{"multipleOf":2}"#,
        new: #"{"multipleOf":4}"#,
        on: ["multipleOf", "divisibleBy"]
    ) { $0.isReplacement }
}
