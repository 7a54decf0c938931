// How the values of each sort of keyword are compared.
extension SchemaComparison {
    mutating func compareSchema(_ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at site: Site) {
        if case .object? = old, case .object? = new, let old, let new {
            compare(old, new, at: site.below(keyword))
        } else if Self.contentModels.contains(keyword), old.openness == new.openness {
            // `true`, `{}` and nothing admit the same.
            reportKeyword(.spelling, keyword, old, new, at: site)
        } else {
            reportKeyword(.keyword, keyword, old, new, at: site)
        }
    }

    private static let contentModels: Set<JSONString> = [
        "additionalProperties", "additionalItems", "unevaluatedProperties", "unevaluatedItems",
    ]

    /// A switch that is off may as well be left out.
    mutating func compareValue(_ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at site: Site) {
        let isSpelling = Self.switches.contains(keyword) && old.isOff && new.isOff
        reportKeyword(isSpelling ? .spelling : .keyword, keyword, old, new, at: site)
    }

    private static let switches: Set<JSONString> = [
        "uniqueItems", "exclusiveMaximum", "exclusiveMinimum", "required", "readOnly", "writeOnly", "deprecated",
    ]

    mutating func compareMap(_ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at site: Site) {
        guard let old = Self.map(old), let new = Self.map(new) else {
            reportKeyword(.keyword, keyword, old, new, at: site)
            return
        }
        let renamed = renames(keyword, old, new, at: site)
        let origins = Set(renamed.values)
        for name in Self.union(old, new) {
            let below = site.below(keyword, name)
            switch (old[name], new[name]) {
            case (let oldValue?, let newValue?):
                if keyword == "dependencies" || keyword == "dependentRequired" {
                    compareDependency(keyword, name, oldValue, newValue, at: below)
                } else {
                    compare(oldValue, newValue, at: below)
                }
            case (nil, let value?):
                if let origin = renamed[name] {
                    let shown = part(of: site, at: site.below(keyword, origin, newName: name))
                    report(
                        .renamedMember, keyword, .string(origin), .string(name), at: shown, pointer: below.new,
                        keyed: below.keyed, name: name)
                } else {
                    reportMember(keyword, name, nil, value, of: site, at: below)
                }
            case (let value?, nil) where !origins.contains(name):
                reportMember(keyword, name, value, nil, of: site, at: below)
            default: break
            }
        }
    }

    private static func map(_ value: JSONValue?) -> JSONObject? { value == nil ? JSONObject() : value?.object }

    private mutating func reportMember(
        _ keyword: JSONString, _ name: JSONString, _ old: JSONValue?, _ new: JSONValue?, of site: Site, at below: Site
    ) {
        report(
            .member, keyword, old, new, at: part(of: site, at: below), pointer: new == nil ? below.old : below.new,
            keyed: below.keyed, name: name)
    }

    /// What came or went is judged where it is missing too: at the schema that holds the map.
    private func part(of site: Site, at below: Site) -> Site {
        var shown = site
        shown.label = below.label
        shown.isReadOnly =
            site.isReadOnly || old.marks.readOnly.contains(below.old) || new.marks.readOnly.contains(below.new)
        shown.isWriteOnly =
            site.isWriteOnly || old.marks.writeOnly.contains(below.old) || new.marks.writeOnly.contains(below.new)
        return shown
    }

    /// New names to old ones: members that went and came with the same meaning, when there is just one of either.
    private func renames(_ keyword: JSONString, _ old: JSONObject, _ new: JSONObject, at site: Site) -> [JSONString:
        JSONString]
    {
        guard keyword == "properties" || keyword == "definitions" || keyword == "$defs" else { return [:] }
        if keyword != "properties", site.old == .root { return definitions.renames(in: keyword) }
        return Renaming.find(
            removed: old.members.filter { new[$0.key] == nil }.map { ($0.key, $0.value) },
            added: new.members.filter { old[$0.key] == nil }.map { ($0.key, $0.value) }, dialect: dialect)
    }

    private mutating func compareDependency(
        _ keyword: JSONString, _ name: JSONString, _ old: JSONValue, _ new: JSONValue, at below: Site
    ) {
        guard old != new else { return }
        if case .object = old, case .object = new {
            compare(old, new, at: below)
            return
        }
        if let oldNames = old.array, let newNames = new.array, Set(oldNames) == Set(newNames) {
            report(.order, keyword, old, new, at: below, pointer: below.new, keyed: below.keyed, name: name)
            return
        }
        report(.member, keyword, old, new, at: below, pointer: below.new, keyed: below.keyed, name: name)
    }

    mutating func compareTypes(_ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at site: Site) {
        if let oldNames = TypeNames(old), let newNames = TypeNames(new), oldNames == newNames {
            // Otherwise it is only written in another way.
            if let old = old?.array, let new = new?.array, Set(old) == Set(new) {
                reportKeyword(.order, keyword, .array(old), .array(new), at: site)
            }
            return
        }
        reportKeyword(.keyword, keyword, old, new, at: site)
    }

    mutating func compareSet(_ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at site: Site) {
        // No `required` is an empty one, but no `enum` is not an empty one.
        let absent: [JSONValue]? = keyword == "required" ? [] : nil
        guard let oldValues = old == nil ? absent : old?.array, let newValues = new == nil ? absent : new?.array else {
            compareValue(keyword, old, new, at: site)
            return
        }
        let oldSet = Set(oldValues)
        let newSet = Set(newValues)
        for value in Self.distinct(oldValues) where !newSet.contains(value) {
            reportKeyword(.value, keyword, value, nil, at: site)
        }
        for value in Self.distinct(newValues) where !oldSet.contains(value) {
            reportKeyword(.value, keyword, nil, value, at: site)
        }
        if let old, let new, oldValues.filter(newSet.contains) != newValues.filter(oldSet.contains) {
            reportKeyword(.order, keyword, old, new, at: site)
        }
    }

    static func distinct(_ values: [JSONValue]) -> [JSONValue] {
        var seen: Set<JSONValue> = []
        return values.filter { seen.insert($0).inserted }
    }

    /// Hyper-schema links are a set by `rel`.
    mutating func compareLinks(_ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at site: Site) {
        guard let oldLinks = old == nil ? [] : old?.array, let newLinks = new == nil ? [] : new?.array,
            let oldByName = Self.byRelation(oldLinks), let newByName = Self.byRelation(newLinks)
        else {
            reportKeyword(.value, keyword, old, new, at: site)
            return
        }
        for (relation, link) in oldByName where newByName[relation] != link {
            reportKeyword(.value, keyword, link, newByName[relation], at: site)
        }
        for (relation, link) in newByName where oldByName[relation] == nil {
            reportKeyword(.value, keyword, nil, link, at: site)
        }
        if let old, let new,
            oldByName.keys.filter({ newByName[$0] != nil }) != newByName.keys.filter({ oldByName[$0] != nil })
        {
            reportKeyword(.order, keyword, old, new, at: site)
        }
    }

    /// Nil when a link has no `rel` or shares it with another.
    private static func byRelation(_ links: [JSONValue]) -> Keyed? {
        var found = Keyed()
        for link in links {
            guard case .string(let relation)? = link["rel"], found[relation] == nil else { return nil }
            found.append(relation, link)
        }
        return found
    }

    /// A dictionary in the order of its source.
    private struct Keyed: Sequence {
        private(set) var keys: [JSONString] = []
        private var values: [JSONString: JSONValue] = [:]

        subscript(key: JSONString) -> JSONValue? { values[key] }

        mutating func append(_ key: JSONString, _ value: JSONValue) {
            keys.append(key)
            values[key] = value
        }

        func makeIterator() -> some IteratorProtocol<(JSONString, JSONValue)> {
            keys.lazy.compactMap { key in values[key].map { (key, $0) } }.makeIterator()
        }
    }
}
