extension Rule {
    /// A reference gave way to the schema that it named.
    ///
    /// `{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"$ref":"#/definitions/d"}}}` → `{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"maxLength":9}}}`
    static let definitionInlined = Rule(
        "definition-inlined", "A reference gave way to the schema that it named.",
        says: "{where}: the reference {old} gave way to what it named",
        old: ##"{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"$ref":"#/definitions/d"}}}"##,
        new: #"{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"maxLength":9}}}"#,
        at: .inlined
    ) { $0.old?["$ref"] != nil }
}
