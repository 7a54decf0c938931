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
            if dialect <= .draft4, !isContentModel {
                report("", "\(admits) is no schema in \(dialect); it is read as in later versions")
            }
            if !admits { add("", .never) }
        case .object(let object):
            compileObject(object, index.groups[current], index.context(of: current).vocabulary)
        default:
            let reason = "\(node.value.kindName) is no schema"
            report("", reason)
            add("", .opaque(node.value, reason: reason))
        }
    }

    private mutating func compileObject(_ object: JSONObject, _ groups: Keyword.Group, _ vocabulary: Vocabulary) {
        if groups.contains(.references) {
            compileReferences(object)
            if SchemaIndex.isHiddenByReference(object, dialect) { return }
        }
        if vocabulary.contains(.validation) {
            if groups.contains(.types) { compileTypes(object) }
            if groups.contains(.numbers) { compileNumbers(object) }
            if groups.contains(.strings) { compileStrings(object) }
            if groups.contains(.counts) { compileCounts(object) }
            if groups.contains(.required) { compileRequired(object) }
        }
        if vocabulary.contains(.applicator) {
            if groups.contains(.combinations) { compileCombinations(object) }
            if groups.contains(.items) { compileItems(object) }
            if groups.contains(.properties) { compileProperties(object) }
        }
        if vocabulary.contains(.unevaluated), groups.contains(.unevaluated) { compileUnevaluated(object) }
        if vocabulary.contains(.format), groups.contains(.format) { compileFormat(object) }
    }

    /// Drafts 3 and 4 have booleans here, and nowhere else.
    private var isContentModel: Bool {
        index.holders[current] == "additionalProperties" || index.holders[current] == "additionalItems"
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

    /// The node of a schema that is the value of a keyword, or at a place in it.
    func child(_ keyword: JSONString, _ token: JSONString? = nil) -> Schema.ID? {
        index.child(of: current, keyword, token)
    }

    /// The nodes of a keyword that must be a list of schemas, at least one; nil when absent or refused.
    mutating func schemaList(_ keyword: JSONString, _ object: JSONObject) -> [Schema.ID]? {
        guard let value = object[keyword] else { return nil }
        guard let list = value.array, !list.isEmpty else {
            let found = value.array == nil ? value.described : "an empty list"
            refuse(keyword, value, "it must be a list of one schema or more, not \(found)")
            return nil
        }
        return index.children(of: current, keyword).map(\.id)
    }

    /// The members of a keyword that must map names to schemas, in the order of names; nil when absent or refused.
    mutating func schemaMap(_ keyword: JSONString, _ object: JSONObject) -> [(name: JSONString, schema: Schema.ID)]? {
        guard let value = object[keyword] else { return nil }
        guard value.object != nil else {
            refuse(keyword, value, "it must be an object of schemas, not \(value.described)")
            return nil
        }
        return index.children(of: current, keyword).compactMap { child in child.token.map { ($0, child.id) } }
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
