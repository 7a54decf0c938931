/// Says `compatible` of schemas that differ in nothing that validation looks at, and `unknown` of all others.
package enum RuleJudge {
    package static let judge: Judge = { old, new, dialect in
        guard old != new else {
            return Judgement(backward: .compatible(reason: "equal"), forward: .compatible(reason: "equal"))
        }
        guard asserted(old, dialect) == asserted(new, dialect) else { return .unknown("not decided by rules") }
        let reason = "only annotations differ"
        return Judgement(backward: .compatible(reason: reason), forward: .compatible(reason: reason))
    }

    private static func asserted(_ schema: JSONValue, _ dialect: Dialect) -> JSONValue {
        MeaningForm.of(schema, dialect: dialect)
    }
}
