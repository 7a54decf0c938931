extension Rule {
    /// `minLength` appears: stricter.
    ///
    /// `{}` → `{"minLength":5}`
    static let minLengthAdded = Rule(
        "min-length-added", "`minLength` appears: stricter.",
        says: "{where} has a minLength of {new} now",
        old: "{}",
        new: #"{"minLength":5}"#,
        on: ["minLength"]
    ) { $0.isBoundAddition }
}
