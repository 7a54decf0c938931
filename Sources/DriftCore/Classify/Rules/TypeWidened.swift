extension Rule {
    /// Values of more types are accepted.
    ///
    /// `{"type":"string"}` → `{"type":["string","null"]}`
    static let typeWidened = Rule(
        "type-widened", "Values of more types are accepted.",
        says: "{where} may be {new}; it was {old}",
        old: #"{"type":"string"}"#,
        new: #"{"type":["string","null"]}"#,
        on: ["type"]
    ) { $0.types.map { $0.isStrictSubset(of: $1) } ?? false }
}
