/// A schema as one role meets it: writers never send `readOnly` parts, readers never meet `writeOnly` ones.
enum RoleView {
    /// Both documents with the properties at these places forbidden and not required, on both sides alike.
    static func without(_ places: Set<Pointer>, _ document: JSONValue, dialect: Dialect) -> JSONValue {
        // Each object once, outer ones first: what lies inside a forbidden property need not be forbidden any more.
        let owners = Dictionary(grouping: places.filter { $0.tokens.count >= 2 }) { $0.parent?.parent ?? .root }
        return owners.sorted { $0.key.tokens.count < $1.key.tokens.count }.reduce(document) { document, owner in
            let names = Set(owner.value.compactMap(\.last))
            return document.replacing(owner.key) { schema in
                schema.flatMap { without(names, $0, dialect) }
            } ?? document
        }
    }

    private static func without(_ names: Set<JSONString>, _ schema: JSONValue, _ dialect: Dialect) -> JSONValue? {
        guard case .object(var object) = schema else { return nil }
        let kept = (object["properties"]?.object?.members ?? []).filter { !names.contains($0.key) }
        object["properties"] = .object(
            JSONObject(kept.map { ($0.key, $0.value) } + names.map { ($0, dialect.never) }))
        if let required = object["required"]?.array {
            let rest = required.filter { value in !names.contains { .string($0) == value } }
            object["required"] = rest.isEmpty ? nil : .array(rest)
        }
        return .object(object)
    }
}
