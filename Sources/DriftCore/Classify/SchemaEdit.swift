/// One difference between two schemas, before a rule says what kind it is.
struct SchemaEdit: Sendable {
    /// What of a keyword differs.
    enum Place: Hashable, Sendable {
        /// A whole schema took another form: a boolean for an object.
        case schema
        /// The keyword itself: it came, went, or has another value.
        case keyword
        /// A member of the map that the keyword holds: a property, a definition.
        case member
        /// The same member under another name. `old` and `new` are the names.
        case renamedMember
        /// An element of the list that the keyword holds: a branch, an item.
        case element
        /// A member of the set that the keyword holds: an `enum` value, a required name.
        case value
        /// The order of a list that means a set, or repetition in it. `old` and `new` are the lists.
        case order
        /// A reference gave way to the schema it named, or the reverse. `old` and `new` are the schemas.
        case inlined
        /// Another text for the same thing, as far as the text alone says.
        case spelling
        /// A keyword that the dialect does not know.
        case unknownKeyword
        /// A value that the dialect does not allow, on one side or both.
        case invalid
        /// Some place in a document that is no schema.
        case data
        /// The same value elsewhere in such a document. `old` and `new` are the pointers.
        case movedData
        /// The whole schema, judged to accept nothing.
        case emptiness
    }

    var place: Place
    var keyword: JSONString
    var name: JSONString?
    var old: JSONValue?
    var new: JSONValue?
    var site: Site
    /// What people are shown: in OLD for a removal, else in NEW.
    var pointer: Pointer
    /// The same with keys for indexes, which is what fingerprints use.
    var keyedPointer: Pointer
    /// Whether `old` (`new`) is a value that the dialect allows; only for `invalid`.
    var isOldValid = true
    var isNewValid = true
    /// Whether the part is read-only on one side alone.
    var changesReadOnlyMark = false
}

/// Where in both schemas a comparison is.
struct Site: Sendable {
    var old: Pointer = .root
    var new: Pointer = .root
    /// With keys for indexes.
    var keyed: Pointer = .root
    /// For people: `images[].disk_format`; empty for the whole document.
    var label = ""
    /// The nearest schema at and above this one whose verdicts have the same direction as the whole schema's: below `not` and
    /// the like a narrower schema may make the whole wider.
    var judgedOld: Pointer = .root
    var judgedNew: Pointer = .root
    var isPositive = true
    /// Inside a part that only the server writes (reads), so that writers (readers) never meet it.
    var isReadOnly = false
    var isWriteOnly = false

    /// The place of a subschema.
    func below(
        _ keyword: JSONString, _ name: JSONString? = nil, keyedName: JSONString? = nil, newName: JSONString? = nil
    )
        -> Site
    {
        var site = self
        site.old = old / keyword
        site.new = new / keyword
        site.keyed = keyed / keyword
        if let name {
            site.old = site.old / name
            site.new = site.new / (newName ?? name)
            site.keyed = site.keyed / (keyedName ?? newName ?? name)
        }
        site.label = Self.label(label, keyword, newName ?? name)
        if Self.nonMonotone.contains(keyword) { site.isPositive = false }
        if site.isPositive {
            site.judgedOld = site.old
            site.judgedNew = site.new
        }
        return site
    }

    /// Where the direction of a change below says nothing about the direction of the whole.
    private static let nonMonotone: Set<JSONString> = [
        "not", "if", "oneOf", "contains", "propertyNames", "disallow", "unevaluatedItems", "unevaluatedProperties",
    ]

    private static func label(_ label: String, _ keyword: JSONString, _ name: JSONString?) -> String {
        let name = name?.text ?? ""
        switch keyword.text {
        case "properties": return label.isEmpty ? name : "\(label).\(name)"
        case "items" where name.isEmpty, "additionalItems", "unevaluatedItems", "contains": return "\(label)[]"
        case "items", "prefixItems": return "\(label)[\(name)]"
        case "additionalProperties", "unevaluatedProperties": return label.isEmpty ? "any other member" : "\(label).*"
        case "patternProperties": return label.isEmpty ? "members like \(name)" : "\(label)./\(name)/"
        case "definitions", "$defs": return "definition \(name)"
        case "allOf", "anyOf", "oneOf":
            let branch = "\(keyword.text) \((Int(name) ?? 0) + 1)"
            return label.isEmpty ? branch : "\(label) (\(branch))"
        default: return label.isEmpty ? keyword.text : "\(label) (\(keyword.text))"
        }
    }
}
