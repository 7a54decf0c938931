extension Rule {
    /// Members whose names match a pattern are described.
    ///
    /// `{"patternProperties":{}}` → `{"patternProperties":{"^x":{"type":"string"}}}`
    static let patternPropertyAdded = Rule(
        "pattern-property-added", "Members whose names match a pattern are described.",
        says: "{where} are described now",
        old: #"{"patternProperties":{}}"#,
        new: #"{"patternProperties":{"^x":{"type":"string"}}}"#,
        on: ["patternProperties"], at: .member
    ) { $0.isAddition }
}
