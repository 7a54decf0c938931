/// A keyword that some dialect defines: where it is one, and where in its value subschemas are.
struct Keyword: Hashable, Sendable {
    let name: JSONString
    let dialects: ClosedRange<Dialect>
    let shape: Shape
    let vocabulary: Vocabulary
    let group: Group

    /// What the value holds. Values of every shape but these are data: no references, no identifiers in them.
    enum Shape: Hashable, Sendable {
        case schema
        case schemaList
        /// Member names are names, each value is a schema.
        case schemaMap
        /// One schema or a list of them.
        case schemaOrList
        /// A map; each value is a schema or a list of names (in draft 3 also one name).
        case schemaOrNamesMap
        /// Draft 3's `type` and `disallow`: a name, or a list of names and schemas.
        case typeUnion
        /// Says what must hold, without subschemas.
        case assertion
        /// Says something about the value; nothing depends on it.
        case annotation
        /// Names or refers: `$id`, `$ref`, `$anchor`, `$schema`.
        case identification
    }
}

extension Keyword {
    /// Keywords that are compiled together: a node has few, so most groups need no look at all.
    struct Group: OptionSet, Hashable, Sendable {
        let rawValue: Int

        static let references = Group(rawValue: 1)
        static let types = Group(rawValue: 2)
        static let numbers = Group(rawValue: 4)
        static let strings = Group(rawValue: 8)
        static let counts = Group(rawValue: 16)
        static let required = Group(rawValue: 32)
        static let combinations = Group(rawValue: 64)
        static let items = Group(rawValue: 128)
        static let properties = Group(rawValue: 256)
        static let unevaluated = Group(rawValue: 512)
        static let format = Group(rawValue: 1024)
    }
}

/// The groups of keywords that a metaschema can switch on and off from 2019-09 on.
struct Vocabulary: OptionSet, Hashable, Sendable {
    let rawValue: Int

    init(rawValue: Int) {
        self.rawValue = rawValue
    }

    static let core = Vocabulary(rawValue: 1)
    static let applicator = Vocabulary(rawValue: 2)
    static let validation = Vocabulary(rawValue: 4)
    static let unevaluated = Vocabulary(rawValue: 8)
    static let format = Vocabulary(rawValue: 16)
    static let content = Vocabulary(rawValue: 32)
    static let metadata = Vocabulary(rawValue: 64)
    /// `format` is checked, whatever the validator was asked to do.
    static let formatAssertion = Vocabulary(rawValue: 128)

    static let standard: Vocabulary = [
        .core, .applicator, .validation, .unevaluated, .format, .content, .metadata,
    ]
}

extension Dialect {
    /// The keyword of that name in this dialect; nil when it is unknown there.
    func keyword(_ name: JSONString) -> Keyword? {
        Keyword.byDialect[self]?[name]
    }
}

extension Keyword {
    fileprivate static let byDialect: [Dialect: [JSONString: Keyword]] = {
        var tables: [Dialect: [JSONString: Keyword]] = [:]
        for dialect in Dialect.allCases {
            for keyword in all where keyword.dialects.contains(dialect) {
                tables[dialect, default: [:]][keyword.name] = keyword
            }
        }
        return tables
    }()

    /// Every keyword of the six dialects.
    static let all: [Keyword] =
        rows(
            .identification, .core, .references,
            [
                ("$ref", .draft3, .draft202012), ("$recursiveRef", .draft201909, .draft201909),
                ("$dynamicRef", .draft202012, .draft202012),
            ])
        + rows(
            .identification, .core, [],
            [
                ("$schema", .draft3, .draft202012), ("id", .draft3, .draft4), ("$id", .draft6, .draft202012),
                ("$anchor", .draft201909, .draft202012), ("$recursiveAnchor", .draft201909, .draft201909),
                ("$dynamicAnchor", .draft202012, .draft202012), ("$vocabulary", .draft201909, .draft202012),
            ])
        + rows(.annotation, .core, [], [("$comment", .draft7, .draft202012)])
        + rows(
            .schemaMap, .core, [],
            [
                // Not in draft 3, and renamed by 2019-09; both are common in schemas of every dialect, and only hold schemas.
                ("definitions", .draft3, .draft202012), ("$defs", .draft201909, .draft202012),
            ])
        + rows(
            .schema, .applicator, .properties,
            [
                ("additionalProperties", .draft3, .draft202012), ("propertyNames", .draft6, .draft202012),
            ])
        + rows(
            .schema, .applicator, .items,
            [
                ("additionalItems", .draft3, .draft201909), ("items", .draft202012, .draft202012),
                ("contains", .draft6, .draft202012),
            ])
        + rows(
            .schema, .applicator, .combinations,
            [
                ("not", .draft4, .draft202012), ("if", .draft7, .draft202012), ("then", .draft7, .draft202012),
                ("else", .draft7, .draft202012),
            ])
        + rows(
            .schema, .unevaluated, .unevaluated,
            [
                ("unevaluatedItems", .draft201909, .draft202012), ("unevaluatedProperties", .draft201909, .draft202012),
            ])
        + rows(.schemaOrList, .applicator, .items, [("items", .draft3, .draft201909)])
        + rows(.schemaOrList, .applicator, .combinations, [("extends", .draft3, .draft3)])
        + rows(.schemaList, .applicator, .items, [("prefixItems", .draft202012, .draft202012)])
        + rows(
            .schemaList, .applicator, .combinations,
            [
                ("allOf", .draft4, .draft202012), ("anyOf", .draft4, .draft202012), ("oneOf", .draft4, .draft202012),
            ])
        + rows(.schemaMap, .applicator, [.properties, .required], [("properties", .draft3, .draft202012)])
        + rows(
            .schemaMap, .applicator, .properties,
            [
                ("patternProperties", .draft3, .draft202012), ("dependentSchemas", .draft201909, .draft202012),
            ])
        + rows(.schemaOrNamesMap, .applicator, .properties, [("dependencies", .draft3, .draft7)])
        + rows(.typeUnion, .validation, .types, [("type", .draft3, .draft3), ("disallow", .draft3, .draft3)])
        + rows(
            .assertion, .validation, .types,
            [
                ("type", .draft4, .draft202012), ("enum", .draft3, .draft202012), ("const", .draft6, .draft202012),
            ])
        + rows(
            .assertion, .validation, .numbers,
            [
                ("divisibleBy", .draft3, .draft3), ("multipleOf", .draft4, .draft202012),
                ("minimum", .draft3, .draft202012), ("maximum", .draft3, .draft202012),
                ("exclusiveMinimum", .draft3, .draft202012), ("exclusiveMaximum", .draft3, .draft202012),
            ])
        + rows(
            .assertion, .validation, .strings,
            [
                ("minLength", .draft3, .draft202012), ("maxLength", .draft3, .draft202012),
                ("pattern", .draft3, .draft202012),
            ])
        + rows(
            .assertion, .validation, .counts,
            [
                ("minItems", .draft3, .draft202012), ("maxItems", .draft3, .draft202012),
                ("uniqueItems", .draft3, .draft202012), ("minProperties", .draft4, .draft202012),
                ("maxProperties", .draft4, .draft202012),
            ])
        + rows(
            .assertion, .validation, .items,
            [
                ("minContains", .draft201909, .draft202012), ("maxContains", .draft201909, .draft202012),
            ])
        + rows(
            .assertion, .validation, .required,
            [
                ("required", .draft3, .draft202012), ("dependentRequired", .draft201909, .draft202012),
            ])
        + rows(.assertion, .format, .format, [("format", .draft3, .draft202012)])
        + rows(
            .annotation, .metadata, [],
            [
                ("title", .draft3, .draft202012), ("description", .draft3, .draft202012),
                ("default", .draft3, .draft202012), ("examples", .draft6, .draft202012),
                ("readOnly", .draft7, .draft202012), ("writeOnly", .draft7, .draft202012),
                ("deprecated", .draft201909, .draft202012),
            ])
        + rows(
            .annotation, .content, [],
            [
                ("contentMediaType", .draft7, .draft202012), ("contentEncoding", .draft7, .draft202012),
            ])
        + rows(.schema, .content, [], [("contentSchema", .draft201909, .draft202012)])

    private static func rows(
        _ shape: Shape, _ vocabulary: Vocabulary, _ group: Group, _ names: [(JSONString, Dialect, Dialect)]
    ) -> [Keyword] {
        names.map { Keyword(name: $0.0, dialects: $0.1...$0.2, shape: shape, vocabulary: vocabulary, group: group) }
    }
}
