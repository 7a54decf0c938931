/// A JSON Schema as a graph: every subschema a node, every reference an edge, the six dialects in one form.
///
/// Nothing is refused. What a schema says wrongly becomes an `opaque` constraint, whose truth nobody knows, and an
/// issue that says what is wrong. References are followed within the document, into the remote documents given, and into
/// the six metaschemas; one that leads elsewhere is opaque too, with its URL in the reason.
package struct Schema: Sendable {
    let dialect: Dialect
    /// The first is the root of the document; then in the order in which they were found.
    let nodes: [Node]
    /// What is wrong with the document and with the remote documents it uses, in the order of places.
    package let issues: [SchemaIssue]
    /// Whether the document can be meant as a schema: a boolean, the empty object, or an object with at least one keyword
    /// that its dialect knows. By the letter any object is one, and admits everything.
    let looksLikeSchema: Bool
    /// The parts of the documents with an identifier of their own; the first is the document itself.
    let resources: [Resource]

    /// The index of a node in `nodes`.
    typealias ID = Int

    struct Node: Sendable {
        let location: SchemaLocation
        let dialect: Dialect
        /// The index of the resource it belongs to.
        let resource: Int
        let value: JSONValue
        /// Its metaschema makes `format` an assertion, whatever a validator is asked to do.
        let assertsFormat: Bool
        /// All must hold. None: everything is valid. `unevaluated…` come last, for they depend on the others.
        var constraints: [Constraint] = []
    }

    struct Resource: Sendable {
        /// The absolute or relative URI without fragment; empty for a document that says none.
        let uri: String
        let root: ID
        /// `"$recursiveAnchor": true` at its root.
        let isRecursiveAnchor: Bool
        /// `$dynamicAnchor` names.
        var dynamicAnchors: [JSONString: ID] = [:]
    }

    var root: Node { nodes[0] }

    /// - Parameters:
    ///   - dialect: Of the root, whatever its `$schema` says. Remote documents follow their own `$schema`, else this.
    ///   - remotes: Documents by the URL that references name; a fragment in the key is ignored.
    init(_ document: JSONValue, dialect: Dialect, remotes: [String: JSONValue] = [:]) {
        let compiler = DeepStack.run {
            var compiler = SchemaCompiler(document, dialect: dialect, remotes: remotes)
            compiler.compile()
            return compiler
        }
        self.dialect = dialect
        nodes = compiler.index.nodes
        resources = compiler.index.resources
        issues = (compiler.index.issues + compiler.issues).sorted { $0.location < $1.location }
        looksLikeSchema = Self.looksLikeSchema(document, dialect: dialect)
    }

    private static func looksLikeSchema(_ document: JSONValue, dialect: Dialect) -> Bool {
        switch document {
        case .bool: true
        case .object(let object): object.isEmpty || object.keys.contains { dialect.keyword($0) != nil }
        case .null, .number, .string, .array: false
        }
    }
}

/// A place in a schema: which document, and where in it.
package struct SchemaLocation: Hashable, Sendable {
    /// The URL of a remote document; nil for the schema itself.
    package let document: String?
    /// From the root of that document, not of a resource inside it.
    package let pointer: Pointer

    init(document: String? = nil, pointer: Pointer) {
        self.document = document
        self.pointer = pointer
    }

    static func / (location: SchemaLocation, token: JSONString) -> SchemaLocation {
        SchemaLocation(document: location.document, pointer: location.pointer / token)
    }
}

extension SchemaLocation: Comparable {
    /// The schema itself comes before remote documents.
    package static func < (a: SchemaLocation, b: SchemaLocation) -> Bool {
        (a.document ?? "", a.pointer) < (b.document ?? "", b.pointer)
    }
}

extension SchemaLocation: CustomStringConvertible {
    package var description: String {
        document.map { "\($0)#\(pointer)" } ?? (pointer == .root ? "the root" : pointer.description)
    }
}

/// What is wrong at one place of a schema: the value of a keyword, most often.
package struct SchemaIssue: Hashable, Sendable {
    /// The place of the keyword, or of the schema around it.
    package let location: SchemaLocation
    /// One sentence without the place.
    package let message: String
}

extension Schema {
    /// One keyword, or keywords that only mean something together, with its meaning.
    struct Constraint: Sendable {
        /// The keyword in the schema that says so; of several, the leading one.
        let keyword: JSONString
        let rule: Rule

        /// Whether this could evaluate items or members, and nobody knows which: what `unevaluatedItems` and
        /// `unevaluatedProperties` are left with is then unknown, too.
        var hidesEvaluation: Bool {
            guard case .opaque = rule else { return false }
            return !Self.onlyAsserting.contains(keyword.text)
        }

        /// Keywords that evaluate nothing whatever their value means.
        private static let onlyAsserting: Set = [
            "const", "dependentRequired", "disallow", "divisibleBy", "enum", "exclusiveMaximum", "exclusiveMinimum",
            "format",
            "maximum", "maxItems", "maxLength", "maxProperties", "minimum", "minItems", "minLength", "minProperties",
            "multipleOf", "not", "pattern", "propertyNames", "required", "type", "uniqueItems",
        ]
    }

    /// What must hold of an instance. A rule about one type holds of every instance of the others.
    indirect enum Rule: Sendable {
        // Any instance
        /// Draft 3 may name schemas as further alternatives; else the list is empty.
        case type(TypeSet, orSchemas: [ID])
        /// Draft 3's `disallow`: the negation of the same.
        case disallow(TypeSet, orSchemas: [ID])
        case const(JSONValue)
        case `enum`([JSONValue])

        // Numbers
        /// The divisor is greater than zero.
        case multipleOf(JSONNumber)
        case minimum(JSONNumber, isExclusive: Bool)
        case maximum(JSONNumber, isExclusive: Bool)

        // Strings, by code points
        case minLength(Int)
        case maxLength(Int)
        case pattern(Pattern)
        /// Only an assertion when formats are asserted.
        case format(String)

        // Arrays
        case minItems(Int)
        case maxItems(Int)
        case uniqueItems
        /// `prefix[i]` holds for item `i`, `rest` for those after the prefix.
        case items(prefix: [ID], rest: ID?)
        /// How many items conform: at least `min`, at most `max`.
        case contains(ID, min: Int, max: Int?)
        case unevaluatedItems(ID)

        // Objects
        case minProperties(Int)
        case maxProperties(Int)
        case required([JSONString])
        case dependentRequired([(name: JSONString, required: [JSONString])])
        case dependentSchemas([(name: JSONString, schema: ID)])
        /// `additional` holds for members that no name and no pattern names.
        case properties(
            named: [(name: JSONString, schema: ID)], patterned: [(NamePattern, schema: ID)], additional: ID?)
        case propertyNames(ID)
        case unevaluatedProperties(ID)

        // In place
        case allOf([ID])
        case anyOf([ID])
        case oneOf([ID])
        case not(ID)
        case condition(if: ID, then: ID?, else: ID?)
        case reference(ID)
        /// `$dynamicRef` that meets a `$dynamicAnchor`: the outermost resource in the dynamic scope that has the anchor
        /// wins, else `initial`. One that does not is a `reference`.
        case dynamicReference(initial: ID, anchor: JSONString)
        /// `$recursiveRef` to a resource with `$recursiveAnchor`: the root of the outermost such resource.
        case recursiveReference(initial: ID)

        /// `false` as a schema: nothing is valid.
        case never
        /// Nobody knows whether it holds: the keyword's value is not what its dialect allows.
        case opaque(JSONValue, reason: String)
    }

    /// A key of `patternProperties`.
    enum NamePattern: Hashable, Sendable {
        case pattern(Pattern)
        /// Which names it matches nobody knows.
        case opaque(String, reason: String)
    }

    /// The seven names of `type`. A number with an integral value is an integer, 1.0 too.
    struct TypeSet: OptionSet, Hashable, Sendable {
        let rawValue: UInt8

        init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        static let null = TypeSet(rawValue: 1)
        static let boolean = TypeSet(rawValue: 2)
        static let integer = TypeSet(rawValue: 4)
        /// Numbers that are no integers; `"number"` is both.
        static let fraction = TypeSet(rawValue: 8)
        static let string = TypeSet(rawValue: 16)
        static let array = TypeSet(rawValue: 32)
        static let object = TypeSet(rawValue: 64)
        static let number: TypeSet = [.integer, .fraction]
        static let any = TypeSet(rawValue: 127)
    }
}

extension Schema.TypeSet {
    /// - Parameter name: As in `type`; `any` is draft 3's.
    init?(name: String, dialect: Dialect) {
        switch name {
        case "null": self = .null
        case "boolean": self = .boolean
        case "integer": self = .integer
        case "number": self = .number
        case "string": self = .string
        case "array": self = .array
        case "object": self = .object
        case "any" where dialect == .draft3: self = .any
        default: return nil
        }
    }

    /// The type of one value.
    init(of value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool: self = .boolean
        case .number(let number): self = number.isInteger ? .integer : .fraction
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }

    /// `"string"`, `"integer or null"`.
    var names: [String] {
        var names: [String] = []
        if contains(.null) { names.append("null") }
        if contains(.boolean) { names.append("boolean") }
        if contains(.number) { names.append("number") } else if contains(.integer) { names.append("integer") }
        if contains(.string) { names.append("string") }
        if contains(.array) { names.append("array") }
        if contains(.object) { names.append("object") }
        return names
    }
}
