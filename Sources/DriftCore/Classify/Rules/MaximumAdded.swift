extension Rule {
    /// `maximum` appears: stricter.
    ///
    /// `{}` → `{"maximum":5}`
    static let maximumAdded = Rule(
        "maximum-added", "`maximum` appears: stricter.",
        says: "{where} has a maximum of {new} now",
        old: "{}",
        new: #"{"maximum":5}"#,
        on: ["maximum"]
    ) { $0.isBoundAddition }
}
