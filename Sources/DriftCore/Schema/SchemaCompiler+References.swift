extension SchemaCompiler {
    mutating func compileReferences(_ object: JSONObject) {
        if let value = object["$ref"] {
            switch reference("$ref", value) {
            case .success(let (node, _)): add("$ref", .reference(node))
            case .failure(let problem): refuse("$ref", value, problem.message)
            }
        }
        if dialect == .draft201909, let value = object["$recursiveRef"] {
            switch reference("$recursiveRef", value) {
            case .success(let (node, _)):
                let isDynamic = index.resources[index.nodes[node].resource].isRecursiveAnchor
                add("$recursiveRef", isDynamic ? .recursiveReference(initial: node) : .reference(node))
            case .failure(let problem): refuse("$recursiveRef", value, problem.message)
            }
        }
        if dialect >= .draft202012, let value = object["$dynamicRef"] {
            switch reference("$dynamicRef", value) {
            case .success(let (node, anchor)):
                let name = anchor.map { JSONString($0) }
                if let name, index.resources[index.nodes[node].resource].dynamicAnchors[name] == node {
                    add("$dynamicRef", .dynamicReference(initial: node, anchor: name))
                } else {
                    add("$dynamicRef", .reference(node))
                }
            case .failure(let problem): refuse("$dynamicRef", value, problem.message)
            }
        }
    }

    private struct Problem: Error { let message: String }

    /// The node that a reference leads to, and the anchor it names if it names one.
    private mutating func reference(_ keyword: JSONString, _ value: JSONValue) -> Result<(Schema.ID, String?), Problem>
    {
        guard let text = value.string else {
            return .failure(Problem(message: "it must be a string, not \(value.described)"))
        }
        let target = URIReference(text).resolved(against: index.context(of: current).base)
        guard let root = index.resource(at: target, dialect: dialect) else {
            let url = target.withoutFragment.description
            return .failure(
                Problem(message: "it refers to '\(url)', which is not part of the schema and is not fetched"))
        }
        guard let fragment = target.fragment, !fragment.isEmpty else { return .success((root, nil)) }
        if fragment.hasPrefix("/") {
            guard let decoded = URIReference.decoded(fragment), let pointer = try? Pointer(decoded) else {
                return .failure(Problem(message: "'\(text)' ends in no JSON Pointer"))
            }
            guard let node = index.node(at: pointer, below: root) else {
                return .failure(Problem(message: "it refers to '\(text)', where there is nothing"))
            }
            return .success((node, nil))
        }
        if let node = index.anchor(fragment, in: target) { return .success((node, fragment)) }
        if let decoded = URIReference.decoded(fragment), let node = index.anchor(decoded, in: target) {
            return .success((node, decoded))
        }
        return .failure(Problem(message: "it refers to the anchor '\(fragment)', which is not there"))
    }
}
