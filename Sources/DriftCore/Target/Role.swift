/// What the clients of a target do with its schema; it decides which verdict counts.
package enum Role: String, Hashable, Sendable, CaseIterable {
    /// Validate what the server sends: `forward` counts.
    case reader
    /// Send documents: `backward` counts.
    case writer
    case both

    /// `both` for singular names (clients send those), `reader` for collections.
    package static func standard(for schema: SchemaName) -> Role {
        // The name of a plain URL may end with a query.
        let path = schema.name.prefix { $0 != "?" }
        let last = path.split(separator: "/").last.map(String.init) ?? schema.name
        return ["images", "members", "tasks", "namespaces", "objects", "properties", "tags", "resource_types"]
            .contains(last) ? .reader : .both
    }
}
