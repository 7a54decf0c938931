extension Rule {
    /// Numbers need no longer be multiples.
    ///
    /// `{"multipleOf":2,"type":"number"}` → `{"type":"number"}`
    static let multipleOfRemoved = Rule(
        "multiple-of-removed", "Numbers need no longer be multiples.",
        says: "{where} need no longer be a multiple of {old}",
        old: #"{"multipleOf":2,"type":"number"}"#,
        new: #"{"type":"number"}"#,
        on: ["multipleOf", "divisibleBy"]
    ) { $0.isRemoval }
}
