// Lists of schemas and plain data.
extension SchemaComparison {
    /// The branches of `allOf` and the like: their order means nothing, so equal ones are paired first.
    mutating func compareBranches(_ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at site: Site) {
        guard let oldBranches = old.branches, let newBranches = new.branches else {
            reportKeyword(.keyword, keyword, old, new, at: site)
            return
        }
        let pairs = BranchPairing(old: oldBranches, new: newBranches, dialect: dialect)
        for (oldIndex, newIndex) in pairs.pairs {
            let key = BranchPairing.key(of: newBranches[newIndex], among: newBranches)
            let below = site.below(
                keyword, JSONString(String(oldIndex)), keyedName: key, newName: JSONString(String(newIndex)))
            compare(oldBranches[oldIndex], newBranches[newIndex], at: below)
        }
        for index in pairs.removed {
            reportElement(
                keyword, oldBranches[index], nil, at: index,
                key: BranchPairing.key(of: oldBranches[index], among: oldBranches), of: site)
        }
        for index in pairs.added {
            reportElement(
                keyword, nil, newBranches[index], at: index,
                key: BranchPairing.key(of: newBranches[index], among: newBranches), of: site)
        }
        let order = pairs.pairs.sorted { $0.old < $1.old }.map(\.new)
        if zip(order, order.dropFirst()).contains(where: { $0 > $1 }) {
            reportKeyword(.order, keyword, old, new, at: site)
        }
    }

    private mutating func reportElement(
        _ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at index: Int, key: JSONString, of site: Site
    ) {
        // A branch of `oneOf` may narrow the whole by coming, so the schema that holds the list is what is judged.
        let below = site.below(keyword, JSONString(String(index)), keyedName: key)
        report(
            .element, keyword, old, new, at: site, pointer: new == nil ? below.old : below.new, keyed: below.keyed,
            name: JSONString(String(index)))
    }

    /// `items` and `prefixItems`: a list of schemas is by place.
    mutating func compareItems(_ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at site: Site) {
        switch (old, new) {
        case (.object?, .object?): compareSchema(keyword, old, new, at: site)
        case (.array(let oldItems)?, .array(let newItems)?):
            for index in 0..<max(oldItems.count, newItems.count) {
                let below = site.below(keyword, JSONString(String(index)))
                if index < oldItems.count, index < newItems.count {
                    compare(oldItems[index], newItems[index], at: below)
                } else {
                    let old = index < oldItems.count ? oldItems[index] : nil
                    let new = index < newItems.count ? newItems[index] : nil
                    var shown = site
                    shown.label = below.label
                    report(
                        .element, keyword, old, new, at: shown, pointer: below.new, keyed: below.keyed,
                        name: JSONString(String(index)))
                }
            }
        default: reportKeyword(.keyword, keyword, old, new, at: site)
        }
    }

    /// Values that mean nothing to JSON Schema: each difference where it is.
    mutating func compareData(
        _ place: SchemaEdit.Place, _ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at site: Site,
        below: Site
    ) {
        guard old != new else { return }
        switch (old, new) {
        case (.object(let oldObject)?, .object(let newObject)?):
            for name in Self.union(oldObject, newObject) {
                compareData(place, keyword, oldObject[name], newObject[name], at: site, below: below.inData(name))
            }
        case (.array(let oldElements)?, .array(let newElements)?):
            compareElements(place, keyword, oldElements, newElements, at: site, below: below)
        default:
            report(
                place, keyword, old, new, at: site, pointer: new == nil ? below.old : below.new, keyed: below.keyed)
        }
    }

    /// Elements are aligned: equal ones are paired in order, and what is left between two such pairs is paired as it comes.
    private mutating func compareElements(
        _ place: SchemaEdit.Place, _ keyword: JSONString, _ old: [JSONValue], _ new: [JSONValue], at site: Site,
        below: Site
    ) {
        for step in ElementAlignment(old: old, new: new).steps {
            var next = below
            let key = BranchPairing.key(
                of: step.new.map { new[$0] } ?? step.old.map { old[$0] } ?? .null, among: step.new == nil ? old : new)
            next.old = below.old / (step.old ?? step.new ?? 0)
            next.new = below.new / (step.new ?? step.old ?? 0)
            next.keyed = below.keyed / key
            next.label = "\(below.label)[\(step.new ?? step.old ?? 0)]"
            compareData(place, keyword, step.old.map { old[$0] }, step.new.map { new[$0] }, at: site, below: next)
        }
    }
}

extension Site {
    /// The place of a member of a value that is data.
    func inData(_ name: JSONString) -> Site {
        var site = self
        site.old = old / name
        site.new = new / name
        site.keyed = keyed / name
        site.label = label.isEmpty ? name.text : "\(label).\(name.text)"
        return site
    }
}

extension JSONValue? {
    /// The branches of a combinator; draft 3's `extends` may be one schema. Nil when there is none.
    fileprivate var branches: [JSONValue]? {
        switch self {
        case .array(let branches)?: branches
        case .object(let schema)?: [.object(schema)]
        default: nil
        }
    }
}
