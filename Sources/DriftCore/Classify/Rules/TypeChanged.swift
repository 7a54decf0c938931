extension Rule {
    /// Values of other types are accepted: some came, some went.
    ///
    /// `{"type":"string"}` → `{"type":"integer"}`
    static let typeChanged = Rule(
        "type-changed", "Values of other types are accepted: some came, some went.",
        says: "{where} must be {new}; it was {old}",
        old: #"{"type":"string"}"#,
        new: #"{"type":"integer"}"#,
        on: ["type"]
    ) { $0.types.map { !$0.isSubset(of: $1) && !$1.isSubset(of: $0) } ?? false }
}
