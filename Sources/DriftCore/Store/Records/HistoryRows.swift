/// Versions and drifts, newest first.
extension Records {
    func versions(_ query: HistoryQuery) throws(StoreError) -> [StoredVersion] {
        try connection.snapshot { () throws(StoreError) in
            try history(query, onlyDrifts: false) { row throws(StoreError) in
                let document = try digest(row.bytes(5))
                return StoredVersion(
                    target: try key(row), number: row.int(4), document: document,
                    view: try row.optionalBytes(6).map { bytes throws(StoreError) in try digest(bytes) } ?? document,
                    rules: try digest(row.bytes(7)), firstSeen: row.time(8), lastSeen: max(row.time(8), row.time(9)),
                    isBaseline: row.bool(10))
            }
        }
    }

    func drifts(_ query: HistoryQuery) throws(StoreError) -> [StoredDrift] {
        try connection.snapshot { () throws(StoreError) in
            let filter = DriftFilter(query)
            // Many versions share a drift's text: each is read and judged once.
            var read: [Int64: Drift?] = [:]
            return try history(query, onlyDrifts: true) { row throws(StoreError) in
                let content = row.integer(11)
                if read[content] == nil {
                    if read.count > 200 { read = [:] }
                    let text = row.bytes(14)
                    guard Self.hash(text) == row.integer(17) else {
                        throw damaged("the text of drift \(content) is not the one that was stored")
                    }
                    let drift = try self.drift(text)
                    guard drift.impact.rank == row.int(12), drift.fingerprint.hex == row.text(13) else {
                        throw damaged("drift \(content) is stored under another impact or fingerprint than it has")
                    }
                    read[content] = .some(filter.matches(drift) ? drift : nil)
                }
                guard case .some(.some(let drift)) = read[content] else { return nil }
                return StoredDrift(
                    target: try key(row), from: row.int(4) - 1, to: row.int(4), time: row.time(8),
                    isFlip: row.bool(15), isOpen: row.bool(16), drift: drift)
            }
        }
    }

    private func key(_ row: Row) throws(StoreError) -> TargetKey {
        try key(cloud: row.integer(1), region: row.integer(2), schema: row.integer(3))
    }

    /// Walks the newest rows that the query may want. `read` returns nil for one it does not want after all.
    private func history<Value>(
        _ query: HistoryQuery, onlyDrifts: Bool, read: (Row) throws(StoreError) -> Value?
    ) throws(StoreError) -> [Value] {
        guard query.limit > 0 else { return [] }
        var found: [(version: Int64, value: Value)] = []
        func walk(_ condition: String, _ target: SQLValue?) throws(StoreError) {
            let (sql, values) = statement(query, condition, onlyDrifts: onlyDrifts)
            var count = 0
            try connection.visit(sql, (target.map { [$0] } ?? []) + values) { row throws(StoreError) in
                if let value = try read(row) {
                    found.append((row.integer(0), value))
                    count += 1
                }
                return count < query.limit
            }
        }
        guard let targets = try targetIDs(query) else {
            try walk("TRUE", nil)
            return found.map(\.value)
        }
        // Few targets: the newest of each by its index. Many: one walk over all, newest first.
        if targets.count <= 64 {
            for target in targets { try walk("versions.target = ?", .integer(target)) }
        } else {
            let list = targets.map(String.init).joined(separator: ",")
            // The plus keeps the index on targets out, whose use would sort all rows before the first is seen. Of open
            // drifts there are few.
            let column = query.onlyOpen ? "versions.target" : "+versions.target"
            try walk("\(column) IN (SELECT value FROM json_each(?))", .text("[\(list)]"))
        }
        return found.sorted { $0.version > $1.version }.prefix(query.limit).map(\.value)
    }

    /// Nil for all targets.
    private func targetIDs(_ query: HistoryQuery) throws(StoreError) -> [Int64]? {
        guard query.targets.isEmpty else {
            var ids: Set<Int64> = []
            for key in query.targets where query.region.map({ $0 == key.region?.name ?? "-" }) ?? true {
                guard query.schema.map({ $0 == key.schema.name }) ?? true else { continue }
                if let id = try targetID(key) { ids.insert(id) }
            }
            return Array(ids)
        }
        guard query.region != nil || query.schema != nil || query.onlyOpen else { return nil }
        // Few targets drift, so those are found first, and not by a walk over all versions.
        var conditions = query.onlyOpen ? ["open_from IS NOT NULL"] : []
        var values: [SQLValue] = []
        for (column, name) in [("region", query.region.map { $0 == "-" ? "" : $0 }), ("schema", query.schema)] {
            guard let name else { continue }
            guard let id = try nameID(name) else { return [] }
            conditions.append("\(column) = ?")
            values.append(.integer(id))
        }
        var ids: [Int64] = []
        try connection.visit(
            "SELECT id FROM targets WHERE " + conditions.joined(separator: " AND "), values
        ) { row throws(StoreError) in
            ids.append(row.integer(0))
            return true
        }
        return ids
    }

    /// Only texts of this file go into the statement; what the user asks for is bound.
    ///
    /// CROSS JOIN keeps the walk in the order of versions, so that it ends as soon as there are enough rows.
    private func statement(
        _ query: HistoryQuery, _ condition: String, onlyDrifts: Bool
    ) -> (sql: String, values: [SQLValue]) {
        var conditions = [condition, "first_seen >= ?", "first_seen <= ?"]
        var values = [SQLValue(query.since ?? Timestamp(milliseconds: .min))]
        values.append(SQLValue(query.until ?? Timestamp(milliseconds: .max)))
        if onlyDrifts, query.onlyOpen { conditions.append("number >= open_from") }
        if onlyDrifts, let (wanted, bound) = wantedDrifts(query) {
            conditions.append("versions.drift IN (SELECT id FROM drifts WHERE \(wanted))")
            values += bound
        }
        let sql = """
            SELECT versions.id, cloud, region, schema, number, documents.digest, views.digest, rules.digest, first_seen,
                coalesce(versions.last_seen, targets.last_seen, first_seen), number = baseline, drifts.id,
                drifts.impact, drifts.fingerprint, drifts.json, flip, number >= open_from, drifts.hash
            FROM versions CROSS JOIN targets ON targets.id = versions.target CROSS JOIN views ON views.id = view
                CROSS JOIN documents ON documents.id = document CROSS JOIN rules ON rules.id = rules
                \(onlyDrifts ? "CROSS JOIN" : "LEFT JOIN") drifts ON drifts.id = versions.drift
            WHERE \(conditions.joined(separator: " AND "))
            ORDER BY \(condition.hasPrefix("versions.target =") ? "number" : "versions.id") DESC
            """
        return (sql, values)
    }
}

extension Records {
    /// The drifts that a query may want, found before any version is looked at: there are far fewer of them. A stored
    /// text is canonical, so a member is written in one way only; the filter proper reads the value.
    private func wantedDrifts(_ query: HistoryQuery) -> (sql: String, values: [SQLValue])? {
        var conditions: [String] = []
        var values: [SQLValue] = []
        if let impact = query.impact, impact > .cosmetic {
            conditions.append("impact >= ?")
            values.append(SQLValue(impact.rank))
        }
        if let kind = query.kind {
            conditions.append("instr(json, ?) > 0")
            values.append(.text("\"kind\":" + JSONValue(kind.id).canonicalString))
        }
        if let pointer = query.pointer, pointer != .root {
            conditions.append("instr(json, ?) > 0")
            // Without its closing quote: what is below goes on.
            values.append(.text("\"pointer\":" + JSONValue(pointer.description).canonicalString.dropLast()))
        }
        return conditions.isEmpty ? nil : (conditions.joined(separator: " AND "), values)
    }
}

/// What SQL does not say about a drift: whether one of its changes is of this kind and at or below this pointer.
struct DriftFilter {
    let pointer: Pointer?
    let kind: ChangeKind?

    init(_ query: HistoryQuery) {
        pointer = query.pointer
        kind = query.kind
    }

    func matches(_ drift: Drift) -> Bool {
        guard pointer != nil || kind != nil else { return true }
        return drift.changes.contains { change in
            (kind.map { $0 == change.kind } ?? true)
                && (pointer.map { change.pointer.tokens.starts(with: $0.tokens) } ?? true)
        }
    }
}
