/// A version of JSON Schema. The order is by age, so `dialect <= .draft7` reads as it is meant.
package enum Dialect: String, Hashable, Sendable, CaseIterable {
    case draft3 = "draft-03"
    case draft4 = "draft-04"
    case draft6 = "draft-06"
    case draft7 = "draft-07"
    case draft201909 = "2019-09"
    case draft202012 = "2020-12"
}

extension Dialect: Comparable {
    package static func < (a: Dialect, b: Dialect) -> Bool { a.age < b.age }

    private var age: Int {
        switch self {
        case .draft3: 3
        case .draft4: 4
        case .draft6: 6
        case .draft7: 7
        case .draft201909: 8
        case .draft202012: 9
        }
    }
}

extension Dialect {
    /// The URI that names the dialect in `$schema`, without a fragment.
    package var uri: String {
        switch self {
        case .draft3, .draft4, .draft6, .draft7: "http://json-schema.org/\(rawValue)/schema"
        case .draft201909, .draft202012: "https://json-schema.org/draft/\(rawValue)/schema"
        }
    }

    /// The dialect that a `$schema` names; an empty fragment and `https` for `http` make no difference.
    ///
    /// The hyper-schemas, which add keywords without changing any, count as their dialect.
    package init?(schemaURI: String) {
        guard let dialect = Self.byURI[schemaURI] else { return nil }
        self = dialect
    }

    private static let byURI: [String: Dialect] = {
        var table: [String: Dialect] = [:]
        for dialect in allCases {
            let place = dialect.uri.drop { $0 != ":" }.dropLast("schema".count)
            for scheme in ["http", "https"] {
                for name in ["schema", "hyper-schema"] {
                    for fragment in ["", "#"] { table[scheme + place + name + fragment] = dialect }
                }
            }
        }
        return table
    }()

    /// A dialect by a name people write: `7`, `07`, `draft7`, `draft-07`, `draft2020-12`, `2020-12`, `202012`.
    package init?(name: String) {
        var text = name.lowercased()[...]
        if text.hasPrefix("draft") { text = text.dropFirst(5) }
        while text.hasPrefix("-") || text.hasPrefix("0") { text = text.dropFirst() }
        switch text {
        case "3": self = .draft3
        case "4": self = .draft4
        case "6": self = .draft6
        case "7": self = .draft7
        case "2019-09", "201909", "2019": self = .draft201909
        case "2020-12", "202012", "2020": self = .draft202012
        default: return nil
        }
    }

    /// The dialect of a target's document: its `$schema`, else the configured one, else draft 4 under `/v2/schemas/`,
    /// else 2020-12. A file has no `urlPath`.
    package static func applying(to document: JSONValue, configured: Dialect?, urlPath: String?) -> Dialect {
        if let uri = document["$schema"]?.string, let dialect = Dialect(schemaURI: uri) { return dialect }
        if let configured { return configured }
        return urlPath?.contains("/v2/schemas/") == true ? .draft4 : .draft202012
    }
}

extension Dialect: CustomStringConvertible {
    package var description: String { rawValue }
}
