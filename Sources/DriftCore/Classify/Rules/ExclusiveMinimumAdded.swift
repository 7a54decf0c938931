extension Rule {
    /// `exclusiveMinimum` appears: stricter.
    ///
    /// `{}` → `{"exclusiveMinimum":5}`
    static let exclusiveMinimumAdded = Rule(
        "exclusive-minimum-added", "`exclusiveMinimum` appears: stricter.",
        says: "{where} has a exclusiveMinimum of {new} now",
        old: "{}",
        new: #"{"exclusiveMinimum":5}"#,
        on: ["exclusiveMinimum"]
    ) { $0.isBoundAddition }
}
