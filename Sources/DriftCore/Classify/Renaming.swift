/// Which members of a map went and came back under another name.
enum Renaming {
    /// New names to old ones, where just one that went and one that came have the same meaning.
    static func find(
        removed: [(JSONString, JSONValue)], added: [(JSONString, JSONValue)], dialect: Dialect
    ) -> [JSONString: JSONString] {
        guard !removed.isEmpty, !added.isEmpty else { return [:] }
        func byMeaning(_ members: [(JSONString, JSONValue)]) -> [JSONValue: [JSONString]] {
            Dictionary(grouping: members) { MeaningForm.of($0.1, dialect: dialect) }.mapValues { $0.map(\.0) }
        }
        let origins = byMeaning(removed)
        var found: [JSONString: JSONString] = [:]
        for (meaning, names) in byMeaning(added) where names.count == 1 && !Self.isEmpty(meaning) {
            if let old = origins[meaning], old.count == 1 { found[names[0]] = old[0] }
        }
        return found
    }

    /// A schema that says nothing is not enough to take two names for one.
    private static func isEmpty(_ schema: JSONValue) -> Bool { schema.object?.isEmpty ?? true }
}
