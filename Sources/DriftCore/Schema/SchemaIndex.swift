/// Finds the subschemas of documents, their base URIs, identifiers and anchors, before any is compiled.
///
/// It never recurses, so a document may be as deep as its reader lets it be.
struct SchemaIndex {
    private(set) var nodes: [Schema.Node] = []
    private(set) var resources: [Schema.Resource] = []
    private(set) var issues: [SchemaIssue] = []
    /// By resource.
    private(set) var contexts: [Context] = []

    /// What all nodes of a resource have in common.
    struct Context {
        let document: Int
        let base: URIReference
        let vocabulary: Vocabulary
    }

    /// A subschema by the keyword that holds it and, in a list or a map, its place there.
    struct Child {
        let keyword: JSONString
        let token: JSONString?
        let id: Schema.ID
    }

    /// By node, in the order of the value's members.
    private var children: [[Child]] = []
    /// By node, the groups of its keywords.
    private(set) var groups: [Keyword.Group] = []
    /// By node, the keyword whose value it is; nil for one in a list or a map.
    private(set) var holders: [JSONString?] = []
    /// URLs; nil for the schema itself.
    private var documents: [String?] = []
    /// Places that only references lead to, by document.
    private var extras: [[Pointer: Schema.ID]] = []
    /// Roots of resources by URI without fragment.
    private var resourceRoots: [String: Schema.ID] = [:]
    /// By URI with fragment.
    private var anchors: [String: Schema.ID] = [:]
    let remotes: [String: JSONValue]

    init(remotes: [String: JSONValue]) {
        var table: [String: JSONValue] = [:]
        for (url, document) in remotes { table[URIReference(url).withoutFragment.description] = document }
        self.remotes = table
    }

    // MARK: Documents

    /// - Parameter url: nil for the schema itself.
    @discardableResult
    mutating func add(_ value: JSONValue, url: String?, dialect: Dialect) -> Schema.ID {
        documents.append(url)
        extras.append([:])
        let base = URIReference(url ?? "").withoutFragment
        let key = base.description
        if resourceRoots[key] == nil { resourceRoots[key] = nodes.count }
        return walk(
            value, at: .root, dialect: dialect,
            in: .document(Context(document: documents.count - 1, base: base, vocabulary: .standard)))
    }

    /// The root of the resource that an absolute URI names: a part of a loaded document, a remote one, or a metaschema.
    mutating func resource(at uri: URIReference, dialect: Dialect) -> Schema.ID? {
        let key = uri.withoutFragment.description
        if let root = resourceRoots[key] { return root }
        guard let document = remotes[key] ?? Metaschema.document(at: key) else { return nil }
        let own = document["$schema"]?.string.flatMap { Dialect(schemaURI: $0) }
        return add(document, url: key, dialect: own ?? dialect)
    }

    func anchor(_ name: String, in uri: URIReference) -> Schema.ID? {
        anchors[uri.withFragment(name).description]
    }

    func context(of node: Schema.ID) -> Context {
        contexts[nodes[node].resource]
    }

    // MARK: Subschemas

    /// The nodes that a keyword of `parent` holds.
    func children(of parent: Schema.ID, _ keyword: JSONString) -> some Sequence<Child> {
        children[parent].lazy.filter { $0.keyword == keyword }
    }

    /// - Parameter token: nil for the schema that is the keyword's own value.
    func child(of parent: Schema.ID, _ keyword: JSONString, _ token: JSONString? = nil) -> Schema.ID? {
        children[parent].first { $0.keyword == keyword && $0.token == token }?.id
    }

    /// The node at a pointer below another node; one that no keyword leads to becomes a node now.
    mutating func node(at pointer: Pointer, below root: Schema.ID) -> Schema.ID? {
        var nearest = root
        var rest = pointer.tokens[...]
        while let keyword = rest.first {
            if let child = child(of: nearest, keyword) {
                nearest = child
                rest = rest.dropFirst()
            } else if let token = rest.dropFirst().first, let child = child(of: nearest, keyword, token) {
                nearest = child
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        if rest.isEmpty { return nearest }
        let place = Pointer(tokens: nodes[nearest].location.pointer.tokens + rest)
        let document = context(of: nearest).document
        if let known = extras[document][place] { return known }
        guard let value = nodes[nearest].value[Pointer(tokens: Array(rest))] else { return nil }
        extras[document][place] = nodes.count
        return walk(value, at: place, dialect: nodes[nearest].dialect, in: .resource(nodes[nearest].resource))
    }

    mutating func set(_ constraints: [Schema.Constraint], of node: Schema.ID) {
        nodes[node].constraints = constraints
    }

    // MARK: Walking

    private enum Surroundings {
        /// At the root of a document, which is a resource in any case.
        case document(Context)
        case resource(Int)

        var isDocument: Bool { if case .document = self { true } else { false } }
    }

    private mutating func walk(
        _ value: JSONValue, at pointer: Pointer, dialect: Dialect, in surroundings: Surroundings
    ) -> Schema.ID {
        let first = enter(value, at: pointer, dialect: dialect, in: surroundings)
        var next = first
        while next < nodes.count {
            addChildren(of: next)
            next += 1
        }
        return first
    }

    /// Makes a node and takes up what identifies it.
    private mutating func enter(
        _ value: JSONValue, at pointer: Pointer, dialect: Dialect, in surroundings: Surroundings
    ) -> Schema.ID {
        let id = nodes.count
        let resource: Int
        let dialect = Self.dialect(of: value, inherited: dialect, isDocument: surroundings.isDocument)
        let identifier = Self.identifier(of: value, dialect)
        let outer =
            switch surroundings {
            case .document(let context): context
            case .resource(let index): contexts[index]
            }
        let location = SchemaLocation(document: documents[outer.document], pointer: pointer)
        var base = outer.base
        if let identifier, !identifier.isFragmentOnly { base = identifier.resolved(against: base).withoutFragment }
        if case .resource(let index) = surroundings, base == outer.base {
            resource = index
        } else {
            resource = resources.count
            let uri = base.description
            let isRecursive = dialect == .draft201909 && value["$recursiveAnchor"] == true
            resources.append(Schema.Resource(uri: uri, root: id, isRecursiveAnchor: isRecursive))
            let vocabulary = vocabulary(of: value, dialect) ?? outer.vocabulary
            contexts.append(Context(document: outer.document, base: base, vocabulary: vocabulary))
            register(uri, id, location)
        }
        nodes.append(
            Schema.Node(
                location: location, dialect: dialect, resource: resource, value: value,
                assertsFormat: contexts[resource].vocabulary.contains(.formatAssertion)))
        children.append([])
        holders.append(nil)
        groups.append([])
        if value.hasIdentity { addAnchors(of: id, identifier) }
        return id
    }

    private mutating func register(_ uri: String, _ id: Schema.ID, _ location: SchemaLocation) {
        guard let other = resourceRoots[uri], other != id else {
            resourceRoots[uri] = id
            return
        }
        // A reference into an unknown keyword may lead to the same place twice.
        if nodes[other].location != location {
            issues.append(SchemaIssue(location: location, message: "the identifier '\(uri)' is used twice"))
        }
    }

    private mutating func addAnchors(of id: Schema.ID, _ identifier: URIReference?) {
        let node = nodes[id]
        let base = contexts[node.resource].base
        if node.dialect <= .draft7, let fragment = identifier?.fragment, !fragment.isEmpty {
            addAnchor(fragment, base, id)
        }
        if node.dialect >= .draft201909, let name = node.value["$anchor"]?.string {
            addAnchor(name, base, id)
        }
        if node.dialect >= .draft202012, let name = node.value["$dynamicAnchor"]?.string {
            addAnchor(name, base, id)
            let known = resources[node.resource].dynamicAnchors[JSONString(name)]
            resources[node.resource].dynamicAnchors[JSONString(name)] = known ?? id
        }
    }

    private mutating func addAnchor(_ name: String, _ base: URIReference, _ id: Schema.ID) {
        let key = base.withFragment(name).description
        if anchors[key] == nil { anchors[key] = id }
    }

    private mutating func addChildren(of parent: Schema.ID) {
        guard let object = nodes[parent].value.object else { return }
        let (dialect, resource) = (nodes[parent].dialect, nodes[parent].resource)
        let place = nodes[parent].location.pointer
        let isReference = Self.isHiddenByReference(object, dialect)
        var found: [Child] = []
        for member in object.members {
            guard let keyword = dialect.keyword(member.key) else { continue }
            groups[parent].formUnion(keyword.group)
            guard keyword.shape.holdsSchemas else { continue }
            // Definitions beside a reference still hold what references lead to.
            if isReference && keyword.vocabulary != .core { continue }
            keyword.shape.forEachSchema(in: member.value) { token, value in
                var pointer = place / member.key
                if let token { pointer.tokens.append(token) }
                let id = enter(value, at: pointer, dialect: dialect, in: .resource(resource))
                if token == nil { holders[id] = member.key }
                found.append(Child(keyword: member.key, token: token, id: id))
            }
        }
        children[parent] = found
    }
}
