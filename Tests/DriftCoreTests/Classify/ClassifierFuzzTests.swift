import Testing

@testable import DriftSchema

/// Documents that are hardly schemas: every keyword with values that it may and may not have.
@Suite struct ClassifierFuzzTests {
    @Test(arguments: [Dialect.draft3, .draft4, .draft7, .draft202012])
    func `any two documents are compared without harm`(dialect: Dialect) {
        var random = SeededGenerator(seed: 17)
        var broken: [String] = []
        for round in 0..<150 {
            let old = value(depth: 3, &random)
            let new = round % 3 == 0 ? value(depth: 3, &random) : mutated(old, &random)
            for kind in [DocumentKind.schema, .json] {
                let drift = Classifier(options: .init(schema: "s", kind: kind, dialect: dialect)).drift(
                    from: old, to: new)
                if drift.changes.isEmpty != (old == new) {
                    broken.append("\(kind) \(old.canonicalString) → \(new.canonicalString)")
                }
            }
        }
        #expect(broken == [])
    }

    private static let keywords: [JSONString] = [
        "type", "enum", "const", "required", "properties", "additionalProperties", "items", "prefixItems", "allOf",
        "anyOf",
        "oneOf", "not", "if", "then", "links", "readOnly", "writeOnly", "description", "definitions", "$ref", "$defs",
        "dependencies", "dependentRequired", "maxLength", "minimum", "exclusiveMaximum", "uniqueItems", "pattern",
        "patternProperties", "extends", "disallow", "divisibleBy", "$schema", "id", "$id", "x-other", "name", "default",
    ]

    private func value(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return JSONValue(Int.random(in: -2...5, using: &random))
        case 3:
            return ["string", "null", "String", "#/definitions/a", "(READ-ONLY)", "^a"].randomElement(using: &random)
                ?? ""
        case 4: return ["string", "null"]
        case 5:
            return .array((0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth - 1, &random) })
        default:
            let members = (0..<Int.random(in: 0...4, using: &random)).map { _ -> (JSONString, JSONValue) in
                let isName = Int.random(in: 0..<4, using: &random) == 0
                let key =
                    isName
                    ? ["a", "b", "rel"].randomElement(using: &random) : Self.keywords.randomElement(using: &random)
                return (key ?? "a", value(depth: depth - 1, &random))
            }
            return .object(JSONObject(members))
        }
    }

    private func mutated(_ document: JSONValue, _ random: inout SeededGenerator) -> JSONValue {
        switch document {
        case .object(let object) where !object.isEmpty:
            let key = object.keys.randomElement(using: &random) ?? ""
            let isRemoval = Int.random(in: 0..<5, using: &random) == 0
            return document.setting(key, to: isRemoval ? nil : object[key].map { mutated($0, &random) })
        case .array(let elements) where !elements.isEmpty:
            var elements = elements
            let index = elements.indices.randomElement(using: &random) ?? 0
            if Bool.random(using: &random) {
                elements.reverse()
            } else {
                elements[index] = mutated(elements[index], &random)
            }
            return .array(elements)
        default: return value(depth: 1, &random)
        }
    }
}
