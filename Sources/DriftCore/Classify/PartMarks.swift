/// Which properties of a schema only the server writes, and which it never sends: places of property schemas.
struct PartMarks: Hashable, Sendable {
    private(set) var readOnly: Set<Pointer> = []
    private(set) var writeOnly: Set<Pointer> = []

    init(of schema: JSONValue, dialect: Dialect) {
        collect(schema, at: .root, dialect: dialect)
    }

    private mutating func collect(_ schema: JSONValue, at pointer: Pointer, dialect: Dialect) {
        guard case .object(let object) = schema else { return }
        for member in object.members {
            switch KeywordMeaning(of: member.key, in: dialect) {
            case .schema: collect(member.value, at: pointer / member.key, dialect: dialect)
            case .schemaMap:
                for part in member.value.object?.members ?? [] {
                    let place = pointer / member.key / part.key
                    if member.key == "properties" {
                        if Self.isReadOnly(part.value) { readOnly.insert(place) }
                        if part.value["writeOnly"] == true { writeOnly.insert(place) }
                    }
                    collect(part.value, at: place, dialect: dialect)
                }
            case .branches, .items:
                guard let list = member.value.array else {
                    collect(member.value, at: pointer / member.key, dialect: dialect)
                    continue
                }
                for (index, part) in list.enumerated() {
                    collect(part, at: pointer / member.key / index, dialect: dialect)
                }
            default: break
            }
        }
    }

    /// `readOnly: true`, or what image services wrote before that keyword: `(READ-ONLY)` in the description.
    static func isReadOnly(_ schema: JSONValue) -> Bool {
        schema["readOnly"] == true || hasTextMark(schema)
    }

    static func hasTextMark(_ schema: JSONValue) -> Bool {
        schema["description"]?.string?.contains("(READ-ONLY)") ?? false
    }
}
