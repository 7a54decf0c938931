/// How the values of a keyword are compared.
enum KeywordMeaning {
    case schema, schemaMap, branches, items, set, type, links, reference, value, unknown

    /// Annotations of image services count in every dialect, and so do those that later dialects made official.
    private static let remarks: Set<JSONString> = [
        "title", "description", "default", "examples", "$comment", "readOnly", "writeOnly", "is_base", "name",
    ]

    /// Those whose change nobody has to care about.
    static let cosmetic: Set<JSONString> = ["title", "description", "default", "examples", "$comment"]

    init(of name: JSONString, in dialect: Dialect) {
        if Self.remarks.contains(name) {
            self = .value
            return
        }
        if name == "links" {
            self = .links
            return
        }
        guard let keyword = dialect.keyword(name) else {
            self = .unknown
            return
        }
        switch keyword.shape {
        case .schema: self = .schema
        case .schemaMap, .schemaOrNamesMap: self = .schemaMap
        case .schemaList: self = name == "prefixItems" ? .items : .branches
        case .schemaOrList: self = name == "items" ? .items : .branches
        case .typeUnion: self = name == "type" ? .type : .value
        case .annotation: self = .value
        case .identification: self = ["$ref", "$dynamicRef", "$recursiveRef"].contains(name) ? .reference : .value
        case .assertion:
            switch name {
            case "enum", "required": self = .set
            case "type": self = .type
            case "dependentRequired": self = .schemaMap
            default: self = .value
            }
        }
    }
}

/// The types that a `type` names, as a set; `number` holds `integer`.
struct TypeNames: Hashable {
    let names: Set<String>

    private static let all: Set<String> = ["null", "boolean", "object", "array", "integer", "fraction", "string"]

    /// Every type when there is no `type`; nil when a name is none of the seven.
    init?(_ value: JSONValue?) {
        guard let value else {
            names = Self.all
            return
        }
        var names: Set<String> = []
        for name in value.array ?? [value] {
            switch name.string {
            case "number": names.formUnion(["integer", "fraction"])
            case "any": names.formUnion(Self.all)
            case let name? where Self.all.contains(name) && name != "fraction": names.insert(name)
            default: return nil
            }
        }
        self.names = names
    }
}

extension SchemaEdit {
    /// Both sides of a change of `type`; nil when a side is not just names of types.
    var types: (Set<String>, Set<String>)? {
        guard let old = TypeNames(old), let new = TypeNames(new) else { return nil }
        return (old.names, new.names)
    }
}

extension Optional where Wrapped == (Set<String>, Set<String>) {
    func map(_ condition: (Set<String>, Set<String>) -> Bool) -> Bool? {
        guard case .some((let old, let new)) = self else { return nil }
        return condition(old, new)
    }
}
