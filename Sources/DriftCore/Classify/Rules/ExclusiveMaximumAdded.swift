extension Rule {
    /// `exclusiveMaximum` appears: stricter.
    ///
    /// `{}` → `{"exclusiveMaximum":5}`
    static let exclusiveMaximumAdded = Rule(
        "exclusive-maximum-added", "`exclusiveMaximum` appears: stricter.",
        says: "{where} has a exclusiveMaximum of {new} now",
        old: "{}",
        new: #"{"exclusiveMaximum":5}"#,
        on: ["exclusiveMaximum"]
    ) { $0.isBoundAddition }
}
