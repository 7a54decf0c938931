extension Role {
    /// `both` for singular names (clients send those), `reader` for collections.
    package static func standard(for schema: SchemaName) -> Role {
        // The name of a plain URL may end with a query.
        let path = schema.name.prefix { $0 != "?" }
        let last = path.split(separator: "/").last.map(String.init) ?? schema.name
        return ["images", "members", "tasks", "namespaces", "objects", "properties", "tags", "resource_types"]
            .contains(last) ? .reader : .both
    }
}
