import Testing

@testable import DriftSchema

@Suite struct ValidatorRandomTests {
    /// An undecided part stands for a schema nobody knows: what is decided without it must hold whatever it is.
    @Test func `what is decided despite an unknown part holds for every meaning of it`() {
        var failures: [String] = []
        var decided = 0
        var undecided = 0
        for seed in 0..<2_500 {
            var random = Randomness(seed: UInt64(seed))
            let dialect = random.one(of: [Dialect.draft201909, .draft202012])
            let schema = RandomSchema.schema(&random, depth: 3)
            let instance = RandomSchema.instance(&random, depth: 3)
            let known = Validator(schema: schema, dialect: dialect).isValid(instance)
            if known == nil { undecided += 1 } else { decided += 1 }
            guard let known else { continue }
            for choice in 0..<4 {
                var choices = Randomness(seed: UInt64(choice))
                let full = RandomSchema.replacingUnknown(in: schema, &choices)
                let answer = Validator(schema: full, dialect: dialect).isValid(instance)
                if answer != known {
                    failures.append(
                        "\(schema.canonicalString) on \(instance.canonicalString): \(known), \(full.canonicalString)")
                }
            }
        }
        #expect(failures == [])
        #expect(decided > 1_000)
        #expect(undecided > 150)
    }

    @Test func `both ways of asking agree, and twice asked is twice the same`() {
        var failures: [String] = []
        for seed in 0..<1_500 {
            var random = Randomness(seed: UInt64(seed) + 100_000)
            let schema = RandomSchema.schema(&random, depth: 3)
            let instance = RandomSchema.instance(&random, depth: 3)
            let validator = Validator(schema: schema, dialect: random.one(of: Dialect.allCases))
            let result = validator.validate(instance)
            let isConsistent =
                switch result {
                case .valid: validator.isValid(instance) == true
                case .invalid(let violations): validator.isValid(instance) == false && !violations.isEmpty
                case .undecided(let doubts): validator.isValid(instance) == nil && !doubts.isEmpty
                }
            if !isConsistent || validator.validate(instance) != result {
                failures.append("\(schema.canonicalString) on \(instance.canonicalString)")
            }
        }
        #expect(failures == [])
    }

    @Test(arguments: [
        ##"{"items":{"$ref":"#"}}"##, ##"{"additionalProperties":{"allOf":[{"$ref":"#"}]}}"##,
        ##"{"$dynamicAnchor":"x","items":{"$dynamicRef":"#x"},"additionalProperties":{"$dynamicRef":"#x"}}"##,
        ##"{"not":{"not":{"items":{"$ref":"#"},"additionalProperties":{"$ref":"#"}}}}"##,
    ])
    func `instances as deep as values can be get an answer`(text: String) throws {
        var list: JSONValue = 1
        var object: JSONValue = 1
        for _ in 0..<1_900 {
            list = .array([list])
            object = ["a": object]
        }
        for limit in [10, Validator.Limits.standardDepth] {
            let validator = Validator(
                schema: try JSONValue(parsing: text), dialect: .draft202012, limits: .init(depth: limit))
            for instance in [list, object] {
                guard case .undecided(let doubts) = validator.validate(instance) else { continue }
                #expect(doubts.map(\.reason) == ["schemas inside each other pass the limit of \(limit)"])
            }
        }
    }

    @Test func `a schema that doubles at every reference stops at the limit of steps`() throws {
        var definitions: [(JSONString, JSONValue)] = []
        for level in 0..<60 {
            let next: JSONValue = ["$ref": JSONValue("#/$defs/d\(level + 1)")]
            definitions.append((JSONString("d\(level)"), ["allOf": .array([next, next, ["type": "integer"]])]))
        }
        definitions.append(("d60", ["minimum": 0]))
        let schema: JSONValue = ["$ref": "#/$defs/d0", "$defs": .object(JSONObject(definitions))]
        let validator = Validator(schema: schema, dialect: .draft202012, limits: .init(steps: 10_000))
        guard case .undecided(let doubts) = validator.validate(1) else {
            Issue.record("should be undecided")
            return
        }
        #expect(doubts.first?.reason == "the check passes the limit of 10000 steps")
    }
}

/// Small schemas that touch most rules, with unknown parts (`"type": "String"`) and instances near them.
enum RandomSchema {
    private static let names: [JSONString] = ["a", "b", "c"]

    static func instance(_ random: inout Randomness, depth: Int) -> JSONValue {
        switch random.below(depth > 0 ? 8 : 4) {
        case 0: return .number(JSONNumber(random.below(4)))
        case 1: return random.one(of: ["", "a", "ab"])
        case 2: return .bool(random.below(2) == 0)
        case 3: return .null
        case 4, 5: return .array((0..<random.below(4)).map { _ in instance(&random, depth: depth - 1) })
        default:
            return .object(
                JSONObject(
                    (0..<random.below(4)).map { _ in (random.one(of: names), instance(&random, depth: depth - 1)) }))
        }
    }

    static func schema(_ random: inout Randomness, depth: Int) -> JSONValue {
        if random.below(8) == 0 { return ["type": "String"] }
        if random.below(12) == 0 { return .bool(random.below(2) == 0) }
        var members: [(JSONString, JSONValue)] = []
        for _ in 0..<(1 + random.below(3)) { members.append(keyword(&random, depth: depth)) }
        return .object(JSONObject(members))
    }

    private static func keyword(_ random: inout Randomness, depth: Int) -> (JSONString, JSONValue) {
        func inner() -> JSONValue { schema(&random, depth: depth - 1) }
        func list() -> JSONValue { .array((0..<(1 + random.below(3))).map { _ in schema(&random, depth: depth - 1) }) }
        func map(_ keys: [JSONString]) -> JSONValue {
            .object(
                JSONObject(keys.filter { _ in random.below(2) == 0 }.map { ($0, schema(&random, depth: depth - 1)) }))
        }
        guard depth > 0 else {
            return random.one(of: [
                ("type", random.one(of: ["integer", "string", "object", "array"])), ("minimum", 2), ("maxLength", 1),
                ("required", ["a"]), ("minItems", 1), ("const", 1), ("enum", ["a", 1, .null]), ("uniqueItems", true),
                ("maxProperties", 1), ("pattern", "^a"),
            ])
        }
        switch random.below(18) {
        case 0: return ("allOf", list())
        case 1: return ("anyOf", list())
        case 2: return ("oneOf", list())
        case 3: return ("not", inner())
        case 4: return ("if", inner())
        case 5: return ("then", inner())
        case 6: return ("else", inner())
        case 7, 8: return ("properties", map(names))
        case 9: return ("patternProperties", map(["^a", "b"]))
        case 10: return ("additionalProperties", inner())
        case 11: return ("items", inner())
        case 12: return ("prefixItems", list())
        case 13: return ("contains", inner())
        case 14: return ("propertyNames", inner())
        case 15: return ("unevaluatedProperties", inner())
        case 16: return ("unevaluatedItems", inner())
        default: return ("dependentSchemas", map(names))
        }
    }

    /// Each unknown part becomes `true` or `false`.
    static func replacingUnknown(in schema: JSONValue, _ random: inout Randomness) -> JSONValue {
        switch schema {
        case ["type": "String"]: return .bool(random.below(2) == 0)
        case .array(let elements): return .array(elements.map { replacingUnknown(in: $0, &random) })
        case .object(let object):
            return .object(JSONObject(object.members.map { ($0.key, replacingUnknown(in: $0.value, &random)) }))
        default: return schema
        }
    }
}
