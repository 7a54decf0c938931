// Keywords about the value itself: type, enum, const, and the bounds of numbers, strings, lists and objects.
extension SchemaCompiler {
    mutating func compileTypes(_ object: JSONObject) {
        if let value = object["type"] {
            switch typeUnion("type", value) {
            case .success(let (types, schemas)):
                // The whole set says nothing.
                if types != .any { add("type", .type(types, orSchemas: schemas)) }
            case .failure(let problem): refuse("type", value, problem.message)
            }
        }
        if dialect == .draft3, let value = object["disallow"] {
            switch typeUnion("disallow", value) {
            case .success(let (types, schemas)): add("disallow", .disallow(types, orSchemas: schemas))
            case .failure(let problem): refuse("disallow", value, problem.message)
            }
        }
        if let value = object["enum"] {
            if let values = value.array {
                if values.isEmpty { report("enum", "the list is empty, so no value is valid") }
                add("enum", .enum(values))
            } else {
                refuse("enum", value, "it must be a list, not \(value.described)")
            }
        }
        if dialect >= .draft6, let value = object["const"] { add("const", .const(value)) }
    }

    private struct Problem: Error { let message: String }

    private func typeUnion(_ keyword: JSONString, _ value: JSONValue) -> Result<(Schema.TypeSet, [Schema.ID]), Problem>
    {
        var types: Schema.TypeSet = []
        var schemas: [Schema.ID] = []
        let elements: [JSONValue]
        switch value {
        case .string: elements = [value]
        case .array(let list): elements = list
        case .object where dialect == .draft3:
            return child(keyword).map { .success(([], [$0])) } ?? .failure(Problem(message: "it is no schema"))
        default:
            return .failure(
                Problem(message: "it must be the name of a type or a list of names, not \(value.described)"))
        }
        if elements.isEmpty, dialect >= .draft4 { return .failure(Problem(message: "the list of types is empty")) }
        for (position, element) in elements.enumerated() {
            if let name = element.string {
                guard let type = Schema.TypeSet(name: name, dialect: dialect) else {
                    return .failure(Problem(message: Self.unknownType(name)))
                }
                types.formUnion(type)
            } else if dialect == .draft3, let schema = child(keyword, JSONString(String(position))) {
                schemas.append(schema)
            } else {
                return .failure(Problem(message: "a list of types holds names, not \(element.described)"))
            }
        }
        return .success((types, schemas))
    }

    private static func unknownType(_ name: String) -> String {
        let known = ["null", "boolean", "integer", "number", "string", "array", "object"]
        let shown = Excerpt.text(of: JSONValue(name))
        guard known.contains(name.lowercased()) else { return "\(shown) is no type" }
        return "\(shown) is no type; did the author mean \"\(name.lowercased())\"?"
    }

    mutating func compileNumbers(_ object: JSONObject) {
        let divisor: JSONString = dialect == .draft3 ? "divisibleBy" : "multipleOf"
        if let value = object[divisor] {
            if let number = value.number, number > JSONNumber(0) {
                add(divisor, .multipleOf(number))
            } else {
                refuse(divisor, value, "it must be a number above 0, not \(value.described)")
            }
        }
        if let bound = bound("minimum", "exclusiveMinimum", object) {
            add("minimum", .minimum(bound.0, isExclusive: bound.1))
        }
        if let bound = bound("maximum", "exclusiveMaximum", object) {
            add("maximum", .maximum(bound.0, isExclusive: bound.1))
        }
        guard dialect >= .draft6 else { return }
        if let number = number("exclusiveMinimum", object) {
            add("exclusiveMinimum", .minimum(number, isExclusive: true))
        }
        if let number = number("exclusiveMaximum", object) {
            add("exclusiveMaximum", .maximum(number, isExclusive: true))
        }
    }

    /// Up to draft 4 the exclusive keyword is a boolean that sharpens the other one.
    private mutating func bound(
        _ keyword: JSONString, _ exclusive: JSONString, _ object: JSONObject
    ) -> (JSONNumber, Bool)? {
        guard dialect <= .draft4, let value = object[exclusive] else {
            return number(keyword, object).map { ($0, false) }
        }
        guard let isExclusive = value.bool else {
            refuse(exclusive, value, "it must be true or false in \(dialect), not \(value.described)")
            return number(keyword, object).map { ($0, false) }
        }
        if object[keyword] == nil { report(exclusive, "it means nothing without '\(keyword)'") }
        return number(keyword, object).map { ($0, isExclusive) }
    }

    private mutating func number(_ keyword: JSONString, _ object: JSONObject) -> JSONNumber? {
        guard let value = object[keyword] else { return nil }
        guard let number = value.number else {
            refuse(keyword, value, "it must be a number, not \(value.described)")
            return nil
        }
        return number
    }

    mutating func compileStrings(_ object: JSONObject) {
        if let count = count("minLength", object), count > 0 { add("minLength", .minLength(count)) }
        if let count = count("maxLength", object) { add("maxLength", .maxLength(count)) }
        guard let value = object["pattern"] else { return }
        guard let text = value.string else {
            return refuse("pattern", value, "it must be a string, not \(value.described)")
        }
        do throws(PatternError) {
            add("pattern", .pattern(try Pattern(text)))
        } catch {
            refuse("pattern", value, error.description)
        }
    }

    mutating func compileCounts(_ object: JSONObject) {
        if let count = count("minItems", object), count > 0 { add("minItems", .minItems(count)) }
        if let count = count("maxItems", object) { add("maxItems", .maxItems(count)) }
        if let value = object["uniqueItems"] {
            switch value {
            case true: add("uniqueItems", .uniqueItems)
            case false: break
            default: refuse("uniqueItems", value, "it must be true or false, not \(value.described)")
            }
        }
        guard dialect >= .draft4 else { return }
        if let count = count("minProperties", object), count > 0 { add("minProperties", .minProperties(count)) }
        if let count = count("maxProperties", object) { add("maxProperties", .maxProperties(count)) }
    }

    /// A whole number from 0 on, 2.0 too; one beyond `Int` is `Int.max`, for nothing is that long.
    mutating func count(_ keyword: JSONString, _ object: JSONObject) -> Int? {
        guard let value = object[keyword] else { return nil }
        guard let number = value.number, number.isInteger, !number.isNegative else {
            refuse(keyword, value, "it must be a whole number from 0 on, not \(value.described)")
            return nil
        }
        return number.int ?? Int.max
    }

    mutating func compileFormat(_ object: JSONObject) {
        guard let value = object["format"] else { return }
        guard let name = value.string else {
            return refuse("format", value, "it must be a string, not \(value.described)")
        }
        add("format", .format(name))
    }
}
