extension Rule {
    /// Numbers must be multiples now.
    ///
    /// `{"type":"number"}` → `{"multipleOf":2,"type":"number"}`
    static let multipleOfAdded = Rule(
        "multiple-of-added", "Numbers must be multiples now.",
        says: "{where} must be a multiple of {new} now",
        old: #"{"type":"number"}"#,
        new: #"{"multipleOf":2,"type":"number"}"#,
        on: ["multipleOf", "divisibleBy"]
    ) { $0.isAddition }
}
