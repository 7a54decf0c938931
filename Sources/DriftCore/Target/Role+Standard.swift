extension Role {
    /// `both` for singular names (clients send those), `reader` for collections.
    package static func standard(for schema: SchemaName) -> Role {
        let last = schema.name.split(separator: "/").last.map(String.init) ?? schema.name
        return ["images", "members", "tasks", "namespaces", "objects", "properties", "tags", "resource_types"]
            .contains(last) ? .reader : .both
    }
}
