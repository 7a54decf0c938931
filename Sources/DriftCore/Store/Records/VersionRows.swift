/// Documents, views, versions, and what leads from one version to the next.
extension Records {
    func canonicalText(of document: Digest) throws(StoreError) -> [UInt8]? {
        let id = try connection.row("SELECT id FROM documents WHERE digest = ?", SQLValue(document)) { $0.integer(0) }
        guard let id else { return nil }
        let text = try documentText(id)
        guard Digest(of: text) == document else {
            throw damaged("the text of document \(document.hex.prefix(12)) is not what its digest says")
        }
        return text
    }

    func hasPublished(_ key: TargetKey, document: Digest, view: Digest) throws(StoreError) -> Bool {
        guard let id = try targetID(key) else { return false }
        return try connection.exists(
            """
            SELECT 1 FROM versions JOIN views ON views.id = view JOIN documents ON documents.id = document
            WHERE target = ? AND (documents.digest = ? OR coalesce(views.digest, documents.digest) = ?)
            """, .integer(id), SQLValue(document), SQLValue(view))
    }

    func documentText(_ document: Int64) throws(StoreError) -> [UInt8] {
        var text: [UInt8] = []
        try connection.visit(
            "SELECT text FROM document_parts WHERE document = ? ORDER BY number", [.integer(document)]
        ) { row throws(StoreError) in
            text += row.bytes(0)
            return true
        }
        return text
    }

    func state(of key: TargetKey) throws(StoreError) -> TargetState? {
        guard let id = try targetID(key) else { return nil }
        guard let target = try targetRow(id) else { return nil }
        let (newest, accepted) = (target.lineage.latest, target.lineage.baseline)
        let latest = try version(newest, of: id, key, target)
        return TargetState(
            latest: latest, baseline: accepted == newest ? latest : try version(accepted, of: id, key, target),
            health: target.health, entityTag: target.entityTag, lastModified: target.lastModified,
            lastCheck: target.lastCheck ?? target.lastSeen, lastFull: target.lastFull, outcome: target.outcome)
    }

    struct TargetRow {
        var lineage: Lineage
        var lastSeen: Timestamp?
        var lastCheck: Timestamp?
        var health: TargetHealth
        var entityTag: String?
        var lastModified: String?
        var lastFull: Timestamp?
        var outcome: LastOutcome
    }

    func targetRow(_ id: Int64) throws(StoreError) -> TargetRow? {
        try connection.row(
            """
            SELECT latest, baseline, open_from, last_seen, last_check, health, entity_tag, last_modified, last_full,
                outcome, status, reason
            FROM targets WHERE id = ?
            """, .integer(id)
        ) { row throws(StoreError) in
            TargetRow(
                lineage: lineage(row, 0), lastSeen: row.optionalTime(3), lastCheck: row.optionalTime(4),
                health: try health(row, 5), entityTag: row.optionalText(6), lastModified: row.optionalText(7),
                lastFull: row.optionalTime(8), outcome: try outcome(row, 9))
        }
    }

    /// Three columns: latest, baseline, open_from.
    private func lineage(_ row: Row, _ column: Int32) -> Lineage {
        Lineage(
            latest: row.int(column), baseline: row.int(column + 1),
            openFrom: row.optionalInteger(column + 2).map { Int($0) })
    }

    private func health(_ row: Row, _ column: Int32) throws(StoreError) -> TargetHealth {
        TargetHealth(json: try row.optionalBytes(column).map { text throws(StoreError) in try json(text) })
    }

    /// Three columns: outcome, status, reason.
    private func outcome(_ row: Row, _ column: Int32) throws(StoreError) -> LastOutcome {
        guard let kind = OutcomeKind(rank: row.int(column)) else {
            throw damaged("outcome \(row.int(column)) is unknown")
        }
        return LastOutcome(
            kind, status: row.optionalInteger(column + 1).map { Int($0) }, reason: row.optionalText(column + 2))
    }

    func overview() throws(StoreError) -> [TargetOverview] {
        try connection.rows(
            """
            SELECT cloud, region, schema, latest, baseline, open_from, documents.digest, first_seen, targets.last_seen,
                last_check, health, outcome, status, reason
            FROM targets LEFT JOIN versions ON target = targets.id AND number = latest
                LEFT JOIN views ON views.id = view LEFT JOIN documents ON documents.id = document
            """
        ) { row throws(StoreError) in
            let latest = try row.optionalBytes(6).map { bytes throws(StoreError) in
                TargetOverview.LatestVersion(
                    document: try digest(bytes), firstSeen: row.time(7), lastSeen: max(row.time(7), row.time(8)))
            }
            return TargetOverview(
                target: try key(cloud: row.integer(0), region: row.integer(1), schema: row.integer(2)),
                lineage: lineage(row, 3), latest: latest, lastCheck: row.optionalTime(9) ?? row.optionalTime(8),
                outcome: try outcome(row, 11), health: try health(row, 10))
        }.sorted(byKey: \.target)
    }

    private func version(
        _ number: Int, of id: Int64, _ key: TargetKey, _ target: TargetRow
    ) throws(StoreError) -> StoredVersion? {
        guard number > 0 else { return nil }
        let version = try connection.row(
            """
            SELECT documents.digest, views.digest, rules.digest, first_seen, last_seen
            FROM versions JOIN views ON views.id = view JOIN documents ON documents.id = document
                JOIN rules ON rules.id = rules
            WHERE target = ? AND number = ?
            """, .integer(id), SQLValue(number)
        ) { row throws(StoreError) in
            let document = try digest(row.bytes(0))
            return StoredVersion(
                target: key, number: number, document: document,
                view: try row.optionalBytes(1).map { bytes throws(StoreError) in try digest(bytes) } ?? document,
                rules: try digest(row.bytes(2)), firstSeen: row.time(3),
                // A clock that was set back does not make it seen last before it was seen first.
                lastSeen: max(row.time(3), row.optionalTime(4) ?? target.lastSeen ?? row.time(3)),
                isBaseline: number == target.lineage.baseline)
        }
        guard let version else { throw damaged("version \(number) of \(key) is missing") }
        return version
    }

    func digest(_ bytes: [UInt8]) throws(StoreError) -> Digest {
        guard let digest = Digest(bytes: bytes) else { throw damaged("a digest has \(bytes.count) bytes") }
        return digest
    }

    /// Texts in the store were written by us, so one that cannot be read is damage.
    func json(_ text: [UInt8]) throws(StoreError) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: text, limits: JSONLimits(depth: JSONLimits.maximumValueDepth))
        } catch {
            throw damaged("a stored JSON text cannot be read: \(error)")
        }
    }

    func drift(_ text: [UInt8]) throws(StoreError) -> Drift {
        let form = try json(text)
        do throws(DriftFormError) {
            return try Drift(json: form)
        } catch {
            throw damaged("a stored drift cannot be read: \(error)")
        }
    }
}

extension Records {
    /// Stores a version after the latest one and makes it the latest.
    /// - Returns: its number, and its drift with the row of its text.
    func addVersion(
        _ new: CheckCommit.NewVersion, to target: Int64, _ before: Lineage, time: Timestamp
    ) throws(StoreError) -> (number: Int, drift: StoredText?) {
        var after = before
        after.add(new.drift)
        let document = try makeDocument(new)
        let drift = try new.drift.map { new throws(StoreError) in try makeDrift(new.drift) }
        // The version before keeps the instant it was last seen at; from now on the target's is the new one's.
        try connection.run(
            """
            UPDATE versions SET last_seen = (SELECT last_seen FROM targets WHERE id = target)
            WHERE target = ? AND number = ?
            """, .integer(target), SQLValue(before.latest))
        try connection.run(
            "INSERT INTO versions (target, number, view, first_seen, drift, flip) VALUES (?, ?, ?, ?, ?, ?)",
            .integer(target), SQLValue(after.latest), .integer(try makeView(new, of: document)), SQLValue(time),
            SQLValue(drift?.row), SQLValue(new.isFlip))
        try connection.run(
            """
            UPDATE targets SET latest = ?, baseline = ?, open_from = ?, last_seen = ?, last_full = ?, entity_tag = ?,
                last_modified = ?
            WHERE id = ?
            """, SQLValue(after.latest), SQLValue(after.baseline), SQLValue(after.openFrom), SQLValue(time),
            SQLValue(time), SQLValue(new.entityTag), SQLValue(new.lastModified), .integer(target))
        return (after.latest, drift)
    }

    /// With its key and header a quarter of a page of 4096 bytes, and the most such a row keeps in its page.
    private static let partBytes = 990

    private func makeDocument(_ new: CheckCommit.NewVersion) throws(StoreError) -> Int64 {
        let known = try connection.row("SELECT id FROM documents WHERE digest = ?", SQLValue(new.document)) {
            $0.integer(0)
        }
        if let known { return known }
        try connection.run(
            "INSERT INTO documents (digest, bytes) VALUES (?, ?)", SQLValue(new.document), SQLValue(new.text.count))
        let id = connection.lastInsertedID
        for (number, start) in stride(from: 0, to: new.text.count, by: Self.partBytes).enumerated() {
            let part = Array(new.text[start..<min(start + Self.partBytes, new.text.count)])
            try connection.run(
                "INSERT INTO document_parts (document, number, text) VALUES (?, ?, ?)", .integer(id),
                SQLValue(number), .blob(part))
        }
        return id
    }

    private func makeView(_ new: CheckCommit.NewVersion, of document: Int64) throws(StoreError) -> Int64 {
        let rules = try makeRules(new.rules)
        let known = try connection.row(
            "SELECT id FROM views WHERE document = ? AND rules = ?", .integer(document), .integer(rules)
        ) { $0.integer(0) }
        if let known { return known }
        try connection.run(
            "INSERT INTO views (document, rules, digest) VALUES (?, ?, ?)", .integer(document), .integer(rules),
            new.view == new.document ? .null : SQLValue(new.view))
        return connection.lastInsertedID
    }

    private func makeRules(_ rules: Digest) throws(StoreError) -> Int64 {
        let known = try connection.row("SELECT id FROM rules WHERE digest = ?", SQLValue(rules)) { $0.integer(0) }
        if let known { return known }
        try connection.run("INSERT INTO rules (digest) VALUES (?)", SQLValue(rules))
        return connection.lastInsertedID
    }

    /// A drift, and the row its text is in.
    struct StoredText {
        let drift: Drift
        let row: Int64
    }

    /// Equal texts share one row; the hash only finds candidates.
    func makeDrift(_ drift: Drift) throws(StoreError) -> StoredText {
        let text = drift.json.canonicalText
        let json = SQLValue.text(String(decoding: text, as: UTF8.self))
        let hash = SQLValue.integer(Self.hash(text))
        let known = try connection.row(
            "SELECT id FROM drifts WHERE hash = ? AND json = ? AND impact = ? AND fingerprint = ?", hash, json,
            SQLValue(drift.impact.rank), .text(drift.fingerprint.hex)
        ) { $0.integer(0) }
        if let known { return StoredText(drift: drift, row: known) }
        try connection.run(
            "INSERT INTO drifts (hash, impact, fingerprint, json) VALUES (?, ?, ?, ?)", hash,
            SQLValue(drift.impact.rank), .text(drift.fingerprint.hex), json)
        return StoredText(drift: drift, row: connection.lastInsertedID)
    }

    /// The first eight bytes of a digest.
    static func hash(_ text: some Sequence<UInt8>) -> Int64 {
        Digest(of: text).bytes.prefix(8).reduce(0) { $0 << 8 | Int64($1) }
    }
}

extension Impact {
    /// The number that stands for an impact in the store: 0 is cosmetic, 4 breaking.
    var rank: Int {
        switch self {
        case .cosmetic: 0
        case .compatible: 1
        case .semantic: 2
        case .unknown: 3
        case .breaking: 4
        }
    }

    init?(rank: Int) {
        guard let impact = Impact.allCases.first(where: { $0.rank == rank }) else { return nil }
        self = impact
    }
}
