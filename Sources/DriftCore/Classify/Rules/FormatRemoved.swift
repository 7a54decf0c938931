extension Rule {
    /// A format is no longer named.
    ///
    /// `{"format":"date","type":"string"}` → `{"type":"string"}`
    static let formatRemoved = Rule(
        "format-removed", "A format is no longer named.",
        says: "{where} no longer has the format {old}",
        old: #"{"format":"date","type":"string"}"#,
        new: #"{"type":"string"}"#,
        on: ["format"]
    ) { $0.isRemoval }
}
