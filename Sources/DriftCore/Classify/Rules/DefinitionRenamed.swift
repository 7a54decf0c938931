extension Rule {
    /// A definition has another name, and what referred to it follows.
    ///
    /// `{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"$ref":"#/definitions/d"}}}` → `{"definitions":{"e":{"maxLength":9}},"properties":{"a":{"$ref":"#/definitions/e"}}}`
    static let definitionRenamed = Rule(
        "definition-renamed", "A definition has another name, and what referred to it follows.",
        says: "definition {old} became {new}",
        old: ##"{"definitions":{"d":{"maxLength":9}},"properties":{"a":{"$ref":"#/definitions/d"}}}"##,
        new: ##"{"definitions":{"e":{"maxLength":9}},"properties":{"a":{"$ref":"#/definitions/e"}}}"##,
        on: ["definitions", "$defs"], at: .renamedMember
    )
}
