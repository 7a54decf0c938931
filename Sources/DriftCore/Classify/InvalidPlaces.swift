/// The keywords of a schema whose values the dialect does not allow.
enum InvalidPlaces {
    static func of(_ schema: JSONValue, dialect: Dialect) -> Set<Pointer> {
        var found: Set<Pointer> = []
        collect(schema, at: .root, dialect: dialect, into: &found)
        return found
    }

    private static func collect(
        _ schema: JSONValue, at pointer: Pointer, dialect: Dialect, into found: inout Set<Pointer>
    ) {
        guard case .object(let object) = schema else { return }
        for member in object.members {
            let place = pointer / member.key
            switch KeywordMeaning(of: member.key, in: dialect) {
            case .schema: collect(member.value, at: place, dialect: dialect, into: &found)
            case .schemaMap:
                for part in member.value.object?.members ?? [] {
                    collect(part.value, at: place / part.key, dialect: dialect, into: &found)
                }
            case .branches, .items:
                collect(member.value, at: place, dialect: dialect, into: &found)
                for (index, part) in (member.value.array ?? []).enumerated() {
                    collect(part, at: place / index, dialect: dialect, into: &found)
                }
            case .type where dialect != .draft3:
                if TypeNames(member.value) == nil { found.insert(place) }
            case .set, .type, .links, .reference, .value, .unknown: break
            }
        }
    }
}
