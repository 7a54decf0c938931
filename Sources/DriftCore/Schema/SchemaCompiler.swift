/// Turns the keywords of every node into constraints; references bring in more nodes until none is left.
struct SchemaCompiler {
    var index: SchemaIndex
    var issues: [SchemaIssue] = []
    /// The node at work.
    var current: Schema.ID = 0
    var constraints: [Schema.Constraint] = []

    init(_ document: JSONValue, dialect: Dialect, remotes: [String: JSONValue]) {
        index = SchemaIndex(remotes: remotes)
        index.add(document, url: nil, dialect: dialect)
    }

    mutating func compile() {
        while current < index.nodes.count {
            constraints = []
            compileNode()
            constraints.sort { $0.rule.rank < $1.rule.rank }
            index.set(constraints, of: current)
            current += 1
        }
    }

    var node: Schema.Node { index.nodes[current] }
    var dialect: Dialect { node.dialect }

    private mutating func compileNode() {
        switch node.value {
        case .bool(let admits):
            if dialect <= .draft4 {
                report("", "\(admits) is no schema in \(dialect); it is read as in later versions")
            }
            if !admits { add("", .never) }
        case .object(let object):
            if SchemaIndex.isHiddenByReference(object, dialect) {
                compileReferences(object)
                return
            }
            compileReferences(object)
            let vocabulary = index.contexts[current].vocabulary
            if vocabulary.contains(.validation) {
                compileTypes(object)
                compileNumbers(object)
                compileStrings(object)
                compileCounts(object)
                compileRequired(object)
            }
            if vocabulary.contains(.applicator) {
                compileCombinations(object)
                compileItems(object)
                compileProperties(object)
            }
            if vocabulary.contains(.unevaluated) { compileUnevaluated(object) }
            if vocabulary.contains(.format) { compileFormat(object) }
        default:
            let reason = "\(node.value.kindName) is no schema"
            report("", reason)
            add("", .opaque(node.value, reason: reason))
        }
    }

    // MARK: What the parts use

    mutating func add(_ keyword: JSONString, _ rule: Schema.Rule) {
        constraints.append(Schema.Constraint(keyword: keyword, rule: rule))
    }

    /// - Parameter keyword: Empty for the schema itself.
    mutating func report(_ keyword: JSONString, _ message: String) {
        let location = keyword.text.isEmpty ? node.location : node.location / keyword
        issues.append(SchemaIssue(location: location, message: message))
    }

    /// Reports a value that its keyword cannot have, and keeps it as a constraint that nobody can decide.
    mutating func refuse(_ keyword: JSONString, _ value: JSONValue, _ reason: String) {
        report(keyword, reason)
        add(keyword, .opaque(value, reason: "'\(keyword)' cannot be decided: \(reason)"))
    }

    /// The node of a schema that stands at further tokens below the current one.
    func child(_ tokens: JSONString...) -> Schema.ID? {
        switch tokens.count {
        case 1: index.child(of: current, tokens[0])
        default: index.child(of: current, tokens[0], tokens[1])
        }
    }

    /// The nodes of a keyword that must be a list of schemas, at least one; nil when absent or refused.
    mutating func schemaList(_ keyword: JSONString, _ object: JSONObject) -> [Schema.ID]? {
        guard let value = object[keyword] else { return nil }
        guard let list = value.array, !list.isEmpty else {
            refuse(keyword, value, "it must be a list of one schema or more, not \(value.described)")
            return nil
        }
        return list.indices.compactMap { child(keyword, JSONString(String($0))) }
    }

    /// The members of a keyword that must map names to schemas; nil when absent or refused.
    mutating func schemaMap(_ keyword: JSONString, _ object: JSONObject) -> [(name: JSONString, schema: Schema.ID)]? {
        guard let value = object[keyword] else { return nil }
        guard let map = value.object else {
            refuse(keyword, value, "it must be an object of schemas, not \(value.described)")
            return nil
        }
        return map.keys.compactMap { name in child(keyword, name).map { (name, $0) } }
    }

    /// A list of names, each once is not asked for; nil when it is none.
    func names(_ value: JSONValue) -> [JSONString]? {
        guard let list = value.array else { return nil }
        var names: [JSONString] = []
        for element in list {
            guard case .string(let name) = element else { return nil }
            names.append(name)
        }
        return names
    }
}

extension Schema.Rule {
    /// Cheap and decisive rules come first, those that depend on the others last.
    fileprivate var rank: Int {
        switch self {
        case .never, .type, .const: 0
        case .enum, .disallow: 1
        case .minimum, .maximum, .multipleOf, .minLength, .maxLength, .minItems, .maxItems, .minProperties,
            .maxProperties, .required:
            2
        case .pattern, .format, .dependentRequired: 3
        case .reference, .dynamicReference, .recursiveReference: 4
        case .properties, .items: 5
        case .propertyNames, .contains, .uniqueItems, .dependentSchemas: 6
        case .allOf, .not, .condition, .anyOf, .oneOf: 7
        case .opaque: 8
        case .unevaluatedItems, .unevaluatedProperties: 9
        }
    }
}

extension JSONValue {
    /// `a string`, `an object`: for messages.
    package var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// The value itself when it is short and plain, else what it is.
    var described: String {
        switch self {
        case .null, .array, .object: kindName
        case .bool(let value): value ? "true" : "false"
        case .number: Excerpt.text(of: self)
        case .string: "the string \(Excerpt.text(of: self))"
        }
    }
}
