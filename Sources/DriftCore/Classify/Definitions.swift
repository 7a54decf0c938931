/// A reference into the same document: `#/definitions/image`.
struct LocalReference: Hashable {
    let pointer: Pointer

    init?(_ reference: String) {
        guard reference.utf8.first == UInt8(ascii: "#"), let pointer = try? Pointer(String(reference.dropFirst()))
        else {
            return nil
        }
        self.pointer = pointer
    }

    func target(in root: JSONValue) -> JSONValue? { root[pointer] }
}

/// Which definitions of the old document live on under another name, `definitions` having become `$defs` included.
struct DefinitionMatch {
    /// Old references to new ones.
    private(set) var newReference: [String: String] = [:]
    private var byKeyword: [JSONString: [JSONString: JSONString]] = [:]

    init(old: JSONValue, new: JSONValue, dialect: Dialect) {
        for keyword in ["definitions", "$defs"] as [JSONString] {
            guard let oldMap = old[keyword]?.object, let newMap = new[keyword]?.object else { continue }
            let renames = Renaming.find(
                removed: oldMap.members.filter { newMap[$0.key] == nil }.map { ($0.key, $0.value) },
                added: newMap.members.filter { oldMap[$0.key] == nil }.map { ($0.key, $0.value) }, dialect: dialect)
            byKeyword[keyword] = renames
            for (new, old) in renames {
                let base = Pointer.root / keyword
                newReference["#\(base / old)"] = "#\(base / new)"
            }
        }
    }

    /// New names to old ones.
    func renames(in keyword: JSONString) -> [JSONString: JSONString] { byKeyword[keyword] ?? [:] }
}
