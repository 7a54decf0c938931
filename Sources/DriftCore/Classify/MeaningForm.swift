/// A schema without what means nothing: cosmetic annotations gone, sets in one order. Two schemas with the same form differ
/// cosmetically at most.
enum MeaningForm {
    static func of(_ schema: JSONValue, dialect: Dialect) -> JSONValue {
        guard case .object(let object) = schema else { return schema }
        return .object(
            JSONObject(
                object.members.compactMap { member in
                    KeywordMeaning.cosmetic.contains(member.key)
                        ? nil : (member.key, value(member.value, of: member.key, dialect: dialect))
                }))
    }

    static func value(_ value: JSONValue, of keyword: JSONString, dialect: Dialect) -> JSONValue {
        switch KeywordMeaning(of: keyword, in: dialect) {
        case .schema, .branches, .items:
            if let list = value.array { return .array(list.map { of($0, dialect: dialect) }) }
            return of(value, dialect: dialect)
        case .schemaMap:
            guard let map = value.object else { return value }
            return .object(JSONObject(map.members.map { ($0.key, of($0.value, dialect: dialect)) }))
        case .set, .type: return sorted(value)
        case .links, .reference, .value, .unknown: return value
        }
    }

    /// A set as a list in the order of its canonical texts; a set of one type as that type.
    private static func sorted(_ value: JSONValue) -> JSONValue {
        guard let list = value.array else { return value }
        let ordered = Set(list).map { ($0.canonicalText, $0) }.sorted { $0.0.lexicographicallyPrecedes($1.0) }
        return .array(ordered.map(\.1))
    }
}
