extension Rule {
    /// `maxLength` appears: stricter.
    ///
    /// `{}` → `{"maxLength":5}`
    static let maxLengthAdded = Rule(
        "max-length-added", "`maxLength` appears: stricter.",
        says: "{where} has a maxLength of {new} now",
        old: "{}",
        new: #"{"maxLength":5}"#,
        on: ["maxLength"]
    ) { $0.isBoundAddition }
}
