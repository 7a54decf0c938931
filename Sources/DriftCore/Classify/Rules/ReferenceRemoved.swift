extension Rule {
    /// A reference to another schema is gone.
    ///
    /// `{"definitions":{"d":{"maxLength":8}},"properties":{"a":{"$ref":"#/definitions/d","maxLength":9}}}` → `{"definitions":{"d":{"maxLength":8}},"properties":{"a":{"maxLength":9}}}`
    static let referenceRemoved = Rule(
        "reference-removed", "A reference to another schema is gone.",
        says: "{where} no longer refers to {old}",
        old: ##"{"definitions":{"d":{"maxLength":8}},"properties":{"a":{"$ref":"#/definitions/d","maxLength":9}}}"##,
        new: #"{"definitions":{"d":{"maxLength":8}},"properties":{"a":{"maxLength":9}}}"#,
        on: ["$ref", "$dynamicRef", "$recursiveRef"]
    ) { $0.isRemoval }
}
