extension Rule {
    /// A reference to another schema is gone.
    ///
    /// `{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"$ref":"#/definitions/d","maxLength":8}}}` → `{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"maxLength":8}}}`
    static let referenceRemoved = Rule(
        "reference-removed", "A reference to another schema is gone.",
        says: "{where} no longer refers to {old}",
        old: ##"{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"$ref":"#/definitions/d","maxLength":8}}}"##,
        new: #"{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"maxLength":8}}}"#,
        on: ["$ref", "$dynamicRef", "$recursiveRef"]
    ) { $0.isRemoval }
}
