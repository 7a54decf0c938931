extension Rule {
    /// Values of fewer types are accepted.
    ///
    /// `{"type":["string","null"]}` → `{"type":"string"}`
    static let typeNarrowed = Rule(
        "type-narrowed", "Values of fewer types are accepted.",
        says: "{where} must be {new}, and no longer {old}",
        old: #"{"type":["string","null"]}"#,
        new: #"{"type":"string"}"#,
        on: ["type"]
    ) { $0.types.map { $1.isStrictSubset(of: $0) } ?? false }
}
