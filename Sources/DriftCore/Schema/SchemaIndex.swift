/// Finds the subschemas of documents, their base URIs, identifiers and anchors, before any is compiled.
///
/// It never recurses, so a document may be as deep as its reader lets it be.
struct SchemaIndex {
    private(set) var nodes: [Schema.Node] = []
    private(set) var resources: [Schema.Resource] = []
    private(set) var issues: [SchemaIssue] = []
    /// By node: which vocabularies count, and the base URI of its references.
    private(set) var contexts: [Context] = []

    struct Context {
        var document: Int
        var base: URIReference
        var vocabulary: Vocabulary
    }

    /// One loaded document: the root value and its nodes by pointer.
    private struct Document {
        let url: String?
        let value: JSONValue
        var nodes: [Pointer: Schema.ID] = [:]
    }

    private var documents: [Document] = []
    /// Roots of resources by URI without fragment.
    private var resourceRoots: [String: Schema.ID] = [:]
    /// By URI with fragment.
    private var anchors: [String: Schema.ID] = [:]
    private let remotes: [String: JSONValue]

    init(remotes: [String: JSONValue]) {
        var table: [String: JSONValue] = [:]
        for (url, document) in remotes { table[URIReference(url).withoutFragment.description] = document }
        self.remotes = table
    }

    // MARK: Documents

    /// - Parameter url: nil for the schema itself.
    @discardableResult
    mutating func add(_ value: JSONValue, url: String?, dialect: Dialect) -> Schema.ID {
        documents.append(Document(url: url, value: value))
        let base = URIReference(url ?? "").withoutFragment
        let start = Place(
            value: value, pointer: .root, base: base, resource: -1, dialect: dialect, vocabulary: .standard)
        let root = nodes.count
        if resourceRoots[base.description] == nil { resourceRoots[base.description] = root }
        walk(from: start, document: documents.count - 1)
        return root
    }

    /// The root of the resource that an absolute URI names: a part of a loaded document, a remote one, or a metaschema.
    mutating func resource(at uri: URIReference, dialect: Dialect) -> Schema.ID? {
        let key = uri.withoutFragment.description
        if let root = resourceRoots[key] { return root }
        guard let document = remotes[key] ?? Metaschema.document(at: key) else { return nil }
        var own = dialect
        if let named = document["$schema"]?.string.flatMap(Dialect.init(schemaURI:)) { own = named }
        let root = add(document, url: key, dialect: own)
        return root
    }

    func anchor(_ name: String, in uri: URIReference) -> Schema.ID? {
        var key = uri.withoutFragment
        key.fragment = name
        return anchors[key.description]
    }

    /// The node at a pointer below another node; one that no keyword leads to becomes a node now.
    mutating func node(at pointer: Pointer, below root: Schema.ID) -> Schema.ID? {
        let document = contexts[root].document
        let whole = Pointer(tokens: nodes[root].location.pointer.tokens + pointer.tokens)
        if let known = documents[document].nodes[whole] { return known }
        guard let value = documents[document].value[whole] else { return nil }
        var ancestor = whole
        var nearest = root
        while let parent = ancestor.parent, ancestor.tokens.count > nodes[root].location.pointer.tokens.count {
            ancestor = parent
            if let known = documents[document].nodes[ancestor] {
                nearest = known
                break
            }
        }
        let found = nodes.count
        let context = contexts[nearest]
        walk(
            from: Place(
                value: value, pointer: whole, base: context.base, resource: nodes[nearest].resource,
                dialect: nodes[nearest].dialect, vocabulary: context.vocabulary), document: document)
        return found
    }

    /// The node that a keyword of `parent` holds, at further tokens below the keyword.
    func child(of parent: Schema.ID, _ tokens: JSONString...) -> Schema.ID? {
        let pointer = Pointer(tokens: nodes[parent].location.pointer.tokens + tokens)
        return documents[contexts[parent].document].nodes[pointer]
    }

    mutating func set(_ constraints: [Schema.Constraint], of node: Schema.ID) {
        nodes[node].constraints = constraints
    }

    // MARK: Walking

    private struct Place {
        let value: JSONValue
        let pointer: Pointer
        var base: URIReference
        var resource: Int
        var dialect: Dialect
        var vocabulary: Vocabulary
    }

    private mutating func walk(from start: Place, document: Int) {
        var pending = [start]
        while let place = pending.popLast() {
            if documents[document].nodes[place.pointer] != nil { continue }
            let here = enter(place, document: document)
            pending.append(contentsOf: children(of: here).reversed())
        }
    }

    /// Makes the node and takes up what identifies it; returns the place with its own base, dialect and resource.
    private mutating func enter(_ place: Place, document: Int) -> Place {
        var here = place
        let id = nodes.count
        let location = SchemaLocation(document: documents[document].url, pointer: place.pointer)
        takeDialect(of: &here)
        let identifier = identifier(of: here)
        if let identifier, !identifier.isFragmentOnly {
            here.base = identifier.resolved(against: here.base).withoutFragment
        }
        let isRoot = here.resource < 0
        if isRoot || here.base != place.base {
            here.resource = resources.count
            let uri = here.base.description
            resources.append(Schema.Resource(uri: uri, root: id))
            if let other = resourceRoots[uri], other != id {
                issues.append(SchemaIssue(location: location, message: "the identifier '\(uri)' is used twice"))
            } else {
                resourceRoots[uri] = id
            }
            resources[here.resource].isRecursiveAnchor =
                here.dialect == .draft201909 && here.value["$recursiveAnchor"] == true
        }
        if here.dialect <= .draft7, let fragment = identifier?.fragment, !fragment.isEmpty {
            addAnchor(fragment, base: here.base, id: id)
        }
        if here.dialect >= .draft201909, let name = here.value["$anchor"]?.string {
            addAnchor(name, base: here.base, id: id)
        }
        if here.dialect >= .draft202012, let name = here.value["$dynamicAnchor"]?.string {
            addAnchor(name, base: here.base, id: id)
            if resources[here.resource].dynamicAnchors[JSONString(name)] == nil {
                resources[here.resource].dynamicAnchors[JSONString(name)] = id
            }
        }
        nodes.append(
            Schema.Node(
                location: location, dialect: here.dialect, resource: here.resource, value: here.value,
                assertsFormat: here.vocabulary.contains(.formatAssertion)))
        contexts.append(Context(document: document, base: here.base, vocabulary: here.vocabulary))
        documents[document].nodes[place.pointer] = id
        return here
    }

    private mutating func addAnchor(_ name: String, base: URIReference, id: Schema.ID) {
        var key = base
        key.fragment = name
        if anchors[key.description] == nil { anchors[key.description] = id }
    }

    /// `$schema` counts at the root of a document and of an embedded resource; the caller chose the first one's dialect.
    private func takeDialect(of place: inout Place) {
        guard let name = place.value["$schema"]?.string else { return }
        let isRoot = place.resource < 0
        if !isRoot {
            guard place.dialect >= .draft201909, place.value["$id"]?.string != nil else { return }
            if let dialect = Dialect(schemaURI: name) { place.dialect = dialect }
        }
        guard place.dialect >= .draft201909 else { return }
        let key = URIReference(name).withoutFragment.description
        guard Dialect(schemaURI: name) == nil, let table = remotes[key]?["$vocabulary"]?.object else { return }
        place.vocabulary = .core
        for member in table.members { place.vocabulary.formUnion(Vocabulary(uri: member.key.text)) }
    }

    /// `$id`, or `id` up to draft 4; up to draft 7 a `$ref` beside it hides it.
    private func identifier(of place: Place) -> URIReference? {
        guard let object = place.value.object, !Self.isHiddenByReference(object, place.dialect) else { return nil }
        return object[place.dialect <= .draft4 ? "id" : "$id"]?.string.map(URIReference.init)
    }

    /// Up to draft 7 an object with `$ref` is only a reference.
    static func isHiddenByReference(_ object: JSONObject, _ dialect: Dialect) -> Bool {
        dialect <= .draft7 && object["$ref"]?.string != nil
    }

    private func children(of place: Place) -> [Place] {
        guard let object = place.value.object else { return [] }
        let isReference = Self.isHiddenByReference(object, place.dialect)
        var found: [Place] = []
        func add(_ value: JSONValue, _ pointer: Pointer) {
            found.append(
                Place(
                    value: value, pointer: pointer, base: place.base, resource: place.resource,
                    dialect: place.dialect, vocabulary: place.vocabulary))
        }
        for member in object.members {
            guard let keyword = place.dialect.keyword(member.key) else { continue }
            // Definitions beside a reference still hold what references lead to.
            if isReference && keyword.vocabulary != .core { continue }
            let pointer = place.pointer / member.key
            switch (keyword.shape, member.value) {
            case (.schema, let value): add(value, pointer)
            case (.schemaList, .array(let values)), (.schemaOrList, .array(let values)):
                for (index, value) in values.enumerated() { add(value, pointer / index) }
            case (.schemaOrList, let value): add(value, pointer)
            case (.schemaMap, .object(let map)):
                for entry in map.members { add(entry.value, pointer / entry.key) }
            case (.schemaOrNamesMap, .object(let map)):
                for entry in map.members where entry.value.array == nil && entry.value.string == nil {
                    add(entry.value, pointer / entry.key)
                }
            case (.typeUnion, .array(let values)):
                for (index, value) in values.enumerated() where value.string == nil { add(value, pointer / index) }
            case (.typeUnion, .object): add(member.value, pointer)
            default: break
            }
        }
        return found
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
