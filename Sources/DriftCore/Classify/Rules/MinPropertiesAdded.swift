extension Rule {
    /// `minProperties` appears: stricter.
    ///
    /// `{}` → `{"minProperties":5}`
    static let minPropertiesAdded = Rule(
        "min-properties-added", "`minProperties` appears: stricter.",
        says: "{where} has a minProperties of {new} now",
        old: "{}",
        new: #"{"minProperties":5}"#,
        on: ["minProperties"]
    ) { $0.isBoundAddition }
}
