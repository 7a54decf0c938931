/// A walk over two schemas side by side: every difference once, sets as sets, values of `enum` and the like as data.
struct SchemaComparison {
    let dialect: Dialect
    let old: ComparedSide
    let new: ComparedSide
    let definitions: DefinitionMatch

    private(set) var edits: [SchemaEdit] = []
    /// Differences that only follow from ones reported elsewhere: references to a definition that has another name.
    private var consequences = 0

    init(old: ComparedSide, new: ComparedSide, dialect: Dialect) {
        self.old = old
        self.new = new
        self.dialect = dialect
        definitions = DefinitionMatch(old: old.root, new: new.root, dialect: dialect)
    }

    /// All edits, in the order of the walk: keywords and names in canonical order.
    static func edits(from old: ComparedSide, to new: ComparedSide, dialect: Dialect) -> [SchemaEdit] {
        var comparison = SchemaComparison(old: old, new: new, dialect: dialect)
        comparison.compare(old.root, new.root, at: Site())
        return comparison.edits
    }

    mutating func compare(_ old: JSONValue, _ new: JSONValue, at site: Site) {
        guard old != new else { return }
        guard case .object(let oldSchema) = old, case .object(let newSchema) = new else {
            // `false`, which draft 4 has not: there it is only a value that is not allowed.
            let place: SchemaEdit.Place = new == false && dialect > .draft4 ? .emptiness : .schema
            report(place, "", old, new, at: site, pointer: site.new, keyed: site.keyed)
            return
        }
        var site = site
        site.isReadOnly =
            site.isReadOnly || self.old.marks.readOnly.contains(site.old) || self.new.marks.readOnly.contains(site.new)
        site.isWriteOnly =
            site.isWriteOnly || self.old.marks.writeOnly.contains(site.old)
            || self.new.marks.writeOnly.contains(site.new)
        if isInlining(oldSchema, newSchema) {
            report(.inlined, "$ref", old, new, at: site, pointer: site.new, keyed: site.keyed)
            return
        }
        for keyword in Self.union(oldSchema, newSchema) {
            let oldValue = oldSchema[keyword]
            let newValue = newSchema[keyword]
            guard oldValue != newValue else { continue }
            let count = edits.count + consequences
            compareKeyword(keyword, oldValue, newValue, at: site)
            if edits.count + consequences == count {
                reportKeyword(.spelling, keyword, oldValue, newValue, at: site)
            }
        }
    }

    private mutating func compareKeyword(
        _ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at site: Site
    ) {
        let isOldInvalid = old != nil && self.old.invalid.contains(site.old / keyword)
        let isNewInvalid = new != nil && self.new.invalid.contains(site.new / keyword)
        if isOldInvalid || isNewInvalid {
            reportKeyword(.invalid, keyword, old, new, at: site)
            edits[edits.count - 1].isOldValid = !isOldInvalid
            edits[edits.count - 1].isNewValid = !isNewInvalid
            return
        }
        switch KeywordMeaning(of: keyword, in: dialect) {
        case .schema: compareSchema(keyword, old, new, at: site)
        case .schemaMap: compareMap(keyword, old, new, at: site)
        case .branches: compareBranches(keyword, old, new, at: site)
        case .items: compareItems(keyword, old, new, at: site)
        case .set: compareSet(keyword, old, new, at: site)
        case .type: compareTypes(keyword, old, new, at: site)
        case .links: compareLinks(keyword, old, new, at: site)
        case .reference:
            if let old = old?.string, let new = new?.string, definitions.newReference[old] == new {
                consequences += 1
            } else {
                reportKeyword(.keyword, keyword, old, new, at: site)
            }
        case .value: compareValue(keyword, old, new, at: site)
        case .unknown: compareData(.unknownKeyword, keyword, old, new, at: site, below: site.inData(keyword))
        }
    }

    static func union(_ old: JSONObject, _ new: JSONObject) -> [JSONString] {
        let added = new.keys.filter { old[$0] == nil }
        return added.isEmpty ? old.keys : (old.keys + added).sorted()
    }
}

// Reporting
extension SchemaComparison {
    mutating func report(
        _ place: SchemaEdit.Place, _ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at site: Site,
        pointer: Pointer, keyed: Pointer, name: JSONString? = nil
    ) {
        edits.append(
            SchemaEdit(
                place: place, keyword: keyword, name: name, old: old, new: new, site: site, pointer: pointer,
                keyedPointer: keyed))
    }

    /// Of the keyword's whole value, or of a member of the set that it is.
    mutating func reportKeyword(
        _ place: SchemaEdit.Place, _ keyword: JSONString, _ old: JSONValue?, _ new: JSONValue?, at site: Site
    ) {
        report(
            place, keyword, old, new, at: site, pointer: (new == nil ? site.old : site.new) / keyword,
            keyed: site.keyed / keyword)
        edits[edits.count - 1].changesReadOnlyMark =
            self.old.marks.readOnly.contains(site.old) != self.new.marks.readOnly.contains(site.new)
    }
}

// References that gave way to what they name
extension SchemaComparison {
    private func isInlining(_ old: JSONObject, _ new: JSONObject) -> Bool {
        switch (old["$ref"]?.string, new["$ref"]?.string) {
        case (let reference?, nil): Self.names(reference, .object(new), in: self.old.root, dialect: dialect)
        case (nil, let reference?): Self.names(reference, .object(old), in: self.new.root, dialect: dialect)
        default: false
        }
    }

    private static func names(_ reference: String, _ schema: JSONValue, in root: JSONValue, dialect: Dialect) -> Bool {
        guard let target = LocalReference(reference)?.target(in: root) else { return false }
        return MeaningForm.of(target, dialect: dialect) == MeaningForm.of(schema, dialect: dialect)
    }
}
