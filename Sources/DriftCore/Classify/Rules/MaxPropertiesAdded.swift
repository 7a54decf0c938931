extension Rule {
    /// `maxProperties` appears: stricter.
    ///
    /// `{}` → `{"maxProperties":5}`
    static let maxPropertiesAdded = Rule(
        "max-properties-added", "`maxProperties` appears: stricter.",
        says: "{where} has a maxProperties of {new} now",
        old: "{}",
        new: #"{"maxProperties":5}"#,
        on: ["maxProperties"]
    ) { $0.isBoundAddition }
}
