extension Rule {
    /// A reference to another schema appears.
    ///
    /// `{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"maxLength":8}}}` → `{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"$ref":"#/definitions/d","maxLength":8}}}`
    static let referenceAdded = Rule(
        "reference-added", "A reference to another schema appears.",
        says: "{where} refers to {new} now",
        old: #"{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"maxLength":8}}}"#,
        new: ##"{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"$ref":"#/definitions/d","maxLength":8}}}"##,
        on: ["$ref", "$dynamicRef", "$recursiveRef"]
    ) { $0.isAddition }
}
