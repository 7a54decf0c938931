extension Rule {
    /// A reference leads to another schema.
    ///
    /// `{"definitions":{"d":{"maxLength":9},"e":{"maxLength":8}},"$ref":"#/definitions/d"}` → `{"definitions":{"d":{"maxLength":9},"e":{"maxLength":8}},"$ref":"#/definitions/e"}`
    static let referenceChanged = Rule(
        "reference-changed", "A reference leads to another schema.",
        says: "{where} refers to {new}; it was {old}",
        old: ##"{"definitions":{"d":{"maxLength":9},"e":{"maxLength":8}},"$ref":"#/definitions/d"}"##,
        new: ##"{"definitions":{"d":{"maxLength":9},"e":{"maxLength":8}},"$ref":"#/definitions/e"}"##,
        on: ["$ref", "$dynamicRef", "$recursiveRef"]
    ) { $0.isReplacement }
}
