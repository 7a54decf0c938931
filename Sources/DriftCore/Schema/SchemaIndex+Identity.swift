// What a schema says of itself: its dialect, its vocabularies and its identifier.
extension SchemaIndex {
    /// `$schema` counts at the root of a document, whose dialect the caller chose, and of an embedded resource.
    static func dialect(of value: JSONValue, inherited: Dialect, isDocument: Bool) -> Dialect {
        guard !isDocument, inherited >= .draft201909, value.hasIdentity, value["$id"]?.string != nil,
            let named = value["$schema"]?.string.flatMap({ Dialect(schemaURI: $0) })
        else { return inherited }
        return named
    }

    /// The vocabularies that a metaschema among the remote documents chooses; nil when none does.
    func vocabulary(of value: JSONValue, _ dialect: Dialect) -> Vocabulary? {
        guard dialect >= .draft201909, let name = value["$schema"]?.string, Dialect(schemaURI: name) == nil else {
            return nil
        }
        let key = URIReference(name).withoutFragment.description
        guard let table = remotes[key]?["$vocabulary"]?.object else { return nil }
        return table.members.reduce(Vocabulary.core) { $0.union(Vocabulary(uri: $1.key.text)) }
    }

    /// `$id`, or `id` up to draft 4; up to draft 7 a `$ref` beside it hides it.
    static func identifier(of value: JSONValue, _ dialect: Dialect) -> URIReference? {
        guard value.hasIdentity, let object = value.object, !isHiddenByReference(object, dialect) else { return nil }
        return object[dialect <= .draft4 ? "id" : "$id"]?.string.map { URIReference($0) }
    }

    /// Up to draft 7 an object with `$ref` is only a reference.
    static func isHiddenByReference(_ object: JSONObject, _ dialect: Dialect) -> Bool {
        dialect <= .draft7 && object["$ref"]?.string != nil
    }
}

extension JSONValue {
    /// Whether it can have an identifier or an anchor: a member `id` or one that starts with `$`.
    var hasIdentity: Bool {
        guard case .object(let object) = self else { return false }
        return object.members.contains { $0.key.text.utf8.first == UInt8(ascii: "$") || $0.key == "id" }
    }
}

extension Keyword.Shape {
    var holdsSchemas: Bool {
        switch self {
        case .schema, .schemaList, .schemaMap, .schemaOrList, .schemaOrNamesMap, .typeUnion: true
        case .assertion, .annotation, .identification: false
        }
    }

    /// Calls `body` for each schema in a keyword's value, with its place there; nil for the value itself.
    func forEachSchema(in value: JSONValue, _ body: (JSONString?, JSONValue) -> Void) {
        switch (self, value) {
        case (.schema, _): body(nil, value)
        case (.schemaList, .array(let values)), (.schemaOrList, .array(let values)):
            for (index, value) in values.enumerated() { body(JSONString(String(index)), value) }
        case (.schemaOrList, _), (.typeUnion, .object): body(nil, value)
        case (.schemaMap, .object(let map)):
            for entry in map.members { body(entry.key, entry.value) }
        case (.schemaOrNamesMap, .object(let map)):
            for entry in map.members where entry.value.array == nil && entry.value.string == nil {
                body(entry.key, entry.value)
            }
        case (.typeUnion, .array(let values)):
            for (index, value) in values.enumerated() where value.string == nil {
                body(JSONString(String(index)), value)
            }
        default: break
        }
    }
}

extension Vocabulary {
    /// The standard vocabularies by URI; an unknown one is none.
    fileprivate init(uri: String) {
        switch uri.split(separator: "/").last {
        case _ where !uri.hasPrefix("https://json-schema.org/draft/"): self = []
        case "core": self = .core
        case "applicator": self = .applicator
        case "validation": self = .validation
        case "unevaluated": self = .unevaluated
        case "format-annotation", "format": self = .format
        case "format-assertion": self = [.format, .formatAssertion]
        case "content": self = .content
        case "meta-data": self = .metadata
        default: self = []
        }
        // Before 2020-12 the unevaluated keywords belonged to the applicators.
        if uri.contains("/2019-09/"), self == .applicator { formUnion(.unevaluated) }
    }
}
