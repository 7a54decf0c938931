extension Rule {
    /// A format is named; most validators take it as a remark.
    ///
    /// `{"type":"string"}` → `{"format":"date","type":"string"}`
    static let formatAdded = Rule(
        "format-added", "A format is named; most validators take it as a remark.",
        says: "{where} has the format {new} now",
        old: #"{"type":"string"}"#,
        new: #"{"format":"date","type":"string"}"#,
        on: ["format"]
    ) { $0.isAddition }
}
