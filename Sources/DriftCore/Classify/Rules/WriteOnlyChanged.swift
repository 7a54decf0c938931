extension Rule {
    /// What the server never sends: `writeOnly` came or went.
    ///
    /// `{"type":"string"}` → `{"type":"string","writeOnly":true}`
    static let writeOnlyChanged = Rule(
        "write-only-changed", "What the server never sends: `writeOnly` came or went.",
        says: "{where}: writeOnly is {new}; it was {old}",
        old: #"{"type":"string"}"#,
        new: #"{"type":"string","writeOnly":true}"#,
        level: .semantic, on: ["writeOnly"]
    )
}
