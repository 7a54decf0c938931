/// The schemas of the six dialects themselves, as json-schema.org publishes them (data under the BSD licence), so that
/// references to them need no network.
enum Metaschema {
    /// - Parameter uri: Without a fragment.
    static func document(at uri: String) -> JSONValue? {
        uri.contains("//json-schema.org/") ? documents[uri] : nil
    }

    private static let documents: [String: JSONValue] = texts.compactMapValues { try? JSONValue(parsing: $0) }

    /// By URI.
    static let texts: [String: String] = [draft3, draft4, draft6, draft7, draft201909, draft202012]
        .reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }
}
