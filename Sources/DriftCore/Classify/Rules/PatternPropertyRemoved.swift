extension Rule {
    /// Members whose names match a pattern are no longer described.
    ///
    /// `{"patternProperties":{"^x":{"type":"string"}}}` → `{"patternProperties":{}}`
    static let patternPropertyRemoved = Rule(
        "pattern-property-removed", "Members whose names match a pattern are no longer described.",
        says: "{where} are no longer described",
        old: #"{"patternProperties":{"^x":{"type":"string"}}}"#,
        new: #"{"patternProperties":{}}"#,
        on: ["patternProperties"], at: .member
    ) { $0.isRemoval }
}
