extension Rule {
    /// `minimum` appears: stricter.
    ///
    /// `{}` → `{"minimum":5}`
    static let minimumAdded = Rule(
        "minimum-added", "`minimum` appears: stricter.",
        says: "{where} has a minimum of {new} now",
        old: "{}",
        new: #"{"minimum":5}"#,
        on: ["minimum"]
    ) { $0.isBoundAddition }
}
