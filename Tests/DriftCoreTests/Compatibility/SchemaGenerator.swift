@testable import DriftSchema

/// Random schemas of a small world, so that two of them often have something to do with each other.
struct SchemaGenerator {
    var random: SeededGenerator
    let dialect: Dialect

    init(seed: UInt64, dialect: Dialect) {
        random = SeededGenerator(seed: seed)
        self.dialect = dialect
    }

    static let keys: [JSONString] = ["a", "b", "c", "ab", "x-a"]
    static let patterns = ["^a", "b$", "^a*$", "^[ab]+$", "a.b", "^x-", "^.{2,3}$", "^(a|b)$", "[^a]", "^(?!a)", "ab?"]
    static let strings: [JSONValue] = ["", "a", "b", "ab", "x-a", "abc", "12", "é", "\u{1F600}"]
    static let numbers: [JSONValue] = ["0", "1", "-1", "2", "3", "0.5", "1.5", "10", "1e20"].map { text in
        (try? JSONValue(parsing: text)) ?? .null
    }

    private mutating func pick<T>(_ list: [T]) -> T { list[Int.random(in: 0..<list.count, using: &random)] }
    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func some<T>(_ count: ClosedRange<Int>, _ make: (inout SchemaGenerator) -> T) -> [T] {
        (0..<Int.random(in: count, using: &random)).map { _ in make(&self) }
    }

    mutating func value(depth: Int = 2) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 7), using: &random) {
        case 0: return .null
        case 1: return .bool(chance(50))
        case 2...3: return pick(Self.numbers)
        case 4...6: return pick(Self.strings)
        case 7...8: return .array(some(0...3) { $0.value(depth: depth - 1) })
        default: return .object(JSONObject(some(0...3) { ($0.pick(Self.keys), $0.value(depth: depth - 1)) }))
        }
    }

    mutating func schema(depth: Int) -> JSONValue {
        if depth <= 0 { return leaf() }
        var object = JSONObject()
        if chance(35) {
            object["type"] = pick([
                "object", "array", "string", "integer", "number", ["string", "null"], ["array", "object"],
            ])
        }
        for _ in 0..<Int.random(in: 1...3, using: &random) { addKeyword(to: &object, depth: depth) }
        return .object(object)
    }

    private mutating func leaf() -> JSONValue {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: ["type": pick(["null", "boolean", "integer", "number", "string"])]
        case 1: ["enum": .array(some(1...3) { $0.value(depth: 1) })]
        case 2: ["minimum": pick(Self.numbers)]
        case 3: ["maxLength": pick([0, 1, 2, 3])]
        default: [:]
        }
    }

    private mutating func addKeyword(to object: inout JSONObject, depth: Int) {
        let count: [JSONValue] = [0, 1, 2, 3]
        switch Int.random(in: 0..<22, using: &random) {
        case 0: object["minimum"] = pick(Self.numbers)
        case 1: object["maximum"] = pick(Self.numbers)
        case 2: object["multipleOf"] = pick(Self.numbers.filter { $0.number.map { $0 > JSONNumber(0) } ?? false })
        case 3: object["enum"] = .array(some(1...4) { $0.value(depth: 1) })
        case 4: object["minLength"] = pick(count)
        case 5: object["maxLength"] = pick(count)
        case 6: object["pattern"] = JSONValue(pick(Self.patterns))
        case 7: object["items"] = schema(depth: depth - 1)
        case 8: object["minItems"] = pick(count)
        case 9: object["uniqueItems"] = true
        case 10 where dialect >= .draft6: object["contains"] = schema(depth: depth - 1)
        case 11 where dialect >= .draft202012:
            object["prefixItems"] = .array(some(1...2) { $0.schema(depth: depth - 1) })
        case 12, 13:
            object["properties"] = .object(
                JSONObject(some(1...3) { ($0.pick(Self.keys), $0.schema(depth: depth - 1)) }))
        case 14: object["required"] = .array(some(1...2) { .string($0.pick(Self.keys)) })
        case 15: object["additionalProperties"] = chance(50) ? ["not": [:]] : schema(depth: depth - 1)
        case 16: object["patternProperties"] = .object([JSONString(pick(Self.patterns)): schema(depth: depth - 1)])
        case 17: object[pick(["minProperties", "maxProperties"])] = pick(count)
        case 18 where dialect >= .draft6: object["propertyNames"] = ["pattern": JSONValue(pick(Self.patterns))]
        case 19: object[pick(["anyOf", "oneOf", "allOf"])] = .array(some(1...3) { $0.schema(depth: depth - 1) })
        case 20: object["not"] = schema(depth: depth - 1)
        case 21 where dialect >= .draft201909:
            object[pick(["unevaluatedProperties", "unevaluatedItems"])] = schema(depth: depth - 1)
        default: object["type"] = pick(["object", "array", "string", "number"])
        }
    }
}
