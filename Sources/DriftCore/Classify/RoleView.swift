/// A schema as one role meets it: writers never send `readOnly` parts, readers never meet `writeOnly` ones.
enum RoleView {
    /// Both documents with the properties at these places forbidden and not required, on both sides alike.
    static func without(_ places: Set<Pointer>, _ document: JSONValue, dialect: Dialect) -> JSONValue {
        // Outer ones first: what lies inside a forbidden property need not be forbidden any more.
        return places.sorted { $0.tokens.count < $1.tokens.count }.reduce(document) { document, place in
            guard let name = place.last, let owner = place.parent?.parent else { return document }
            let changed = document.replacing(owner) { schema in
                guard let schema, case .object = schema else { return nil }
                let properties = schema["properties"] ?? .object([:])
                var result = schema.setting("properties", to: properties.setting(name, to: dialect.never))
                if let required = schema["required"]?.array {
                    let rest = required.filter { $0 != .string(name) }
                    result = result.setting("required", to: rest.isEmpty ? nil : .array(rest))
                }
                return result
            }
            return changed ?? document
        }
    }
}
