extension Rule {
    /// A reference to another schema appears.
    ///
    /// `{"definitions":{"d":{"maxLength":8}},"properties":{"a":{"maxLength":9}}}` → `{"definitions":{"d":{"maxLength":8}},"properties":{"a":{"$ref":"#/definitions/d","maxLength":9}}}`
    static let referenceAdded = Rule(
        "reference-added", "A reference to another schema appears.",
        says: "{where} refers to {new} now",
        old: #"{"definitions":{"d":{"maxLength":8}},"properties":{"a":{"maxLength":9}}}"#,
        new: ##"{"definitions":{"d":{"maxLength":8}},"properties":{"a":{"$ref":"#/definitions/d","maxLength":9}}}"##,
        on: ["$ref", "$dynamicRef", "$recursiveRef"]
    ) { $0.isAddition }
}
