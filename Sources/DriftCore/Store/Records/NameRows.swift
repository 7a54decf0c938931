/// Names, and the targets they make up.
extension Records {
    /// The id of a name that may be new.
    func makeName(_ name: String) throws(StoreError) -> Int64 {
        if let id = try nameID(name) { return id }
        try connection.run("INSERT INTO names (name) VALUES (?)", .text(name))
        let id = connection.lastInsertedID
        nameIDs[name] = id
        return id
    }

    /// Nil for a name the store does not know.
    func nameID(_ name: String) throws(StoreError) -> Int64? {
        if let id = nameIDs[name] { return id }
        let id = try connection.row("SELECT id FROM names WHERE name = ?", .text(name)) { $0.integer(0) }
        if let id { nameIDs[name] = id }
        return id
    }

    func name(_ id: Int64) throws(StoreError) -> String {
        if let name = namesByID[id] { return name }
        guard let name = try connection.row("SELECT name FROM names WHERE id = ?", .integer(id), read: { $0.text(0) })
        else { throw damaged("name \(id) is missing") }
        namesByID[id] = name
        return name
    }

    func key(cloud: Int64, region: Int64, schema: Int64) throws(StoreError) -> TargetKey {
        let names = (try name(cloud), try name(region), try name(schema))
        do throws(TargetError) {
            return TargetKey(
                cloud: try CloudName(names.0), region: names.1.isEmpty ? nil : try Region(names.1),
                schema: try SchemaName(names.2))
        } catch {
            throw damaged(error.description)
        }
    }

    func targetID(_ key: TargetKey) throws(StoreError) -> Int64? {
        guard let cloud = try nameID(key.cloud.name), let region = try nameID(key.region?.name ?? ""),
            let schema = try nameID(key.schema.name)
        else { return nil }
        return try connection.row(
            "SELECT id FROM targets WHERE cloud = ? AND region = ? AND schema = ?", .integer(cloud), .integer(region),
            .integer(schema)
        ) { $0.integer(0) }
    }

    func makeTarget(_ key: TargetKey) throws(StoreError) -> Int64 {
        if let id = try targetID(key) { return id }
        try connection.run(
            "INSERT INTO targets (cloud, region, schema) VALUES (?, ?, ?)", .integer(try makeName(key.cloud.name)),
            .integer(try makeName(key.region?.name ?? "")), .integer(try makeName(key.schema.name)))
        return connection.lastInsertedID
    }

    func targetKeys() throws(StoreError) -> [TargetKey] {
        try connection.rows("SELECT cloud, region, schema FROM targets") { row throws(StoreError) in
            try key(cloud: row.integer(0), region: row.integer(1), schema: row.integer(2))
        }.sorted()
    }

    func regions() throws(StoreError) -> [String] {
        try connection.rows(
            """
            SELECT DISTINCT name FROM targets JOIN names ON names.id = region
            WHERE region <> 0 AND latest > 0 ORDER BY name
            """
        ) { $0.text(0) }
    }

    func damaged(_ detail: String) -> StoreError {
        .damaged(path: connection.path, detail: detail)
    }
}
