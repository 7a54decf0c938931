/// What a thorough look at a store found.
package struct StoreExamination: Hashable, Sendable {
    /// One sentence for each fault; empty for a sound store.
    package var faults: [String] = []
    package var documents = 0
    package var versions = 0

    package var isSound: Bool { faults.isEmpty }
    fileprivate static let limit = 100
}

extension SQLiteStore {
    /// Looks at a store without changing it: the file's structure, references between rows, every digest computed
    /// again, every text read again. A daemon may go on beside it.
    ///
    /// - Throws: when it cannot look: no such file, not ours, no database at all.
    package static func examine(path: String, busyTimeout: Duration = .seconds(10)) throws(StoreError)
        -> StoreExamination
    {
        guard StoreFile.size(path) > 0 else { throw .cannotOpen(path: path, detail: "there is no such store") }
        try StoreFile.prepare(path, knownVersion: Int64(Migration.all.count))
        var options = StoreOptions(path: path)
        options.busyTimeout = busyTimeout
        let records = Records(connection: try .reading(options), options: options)
        defer { records.connection.close() }
        var examination = StoreExamination()
        do throws(StoreError) {
            try records.connection.snapshot { () throws(StoreError) in
                try records.examineStructure(&examination)
                try records.examineDocuments(&examination)
                try records.examineVersions(&examination)
                try records.examineTexts(&examination)
            }
        } catch .damaged(_, let detail) {
            // Damage that stops the look itself: what was found before it stays found.
            examination.faults.append("the file cannot be read on: \(detail)")
        }
        return examination
    }
}

extension Records {
    fileprivate func examineStructure(_ examination: inout StoreExamination) throws(StoreError) {
        let faults = try connection.rows("PRAGMA integrity_check(\(StoreExamination.limit))") { $0.text(0) }
        for fault in faults where fault != "ok" { examination.faults.append("the file's structure: \(fault)") }
        let references = try connection.rows("PRAGMA foreign_key_check") { row in
            "row \(row.integer(1)) of \(row.text(0)) refers to a row of \(row.text(2)) that is not there"
        }
        examination.faults += references.prefix(StoreExamination.limit)
    }

    fileprivate func examineDocuments(_ examination: inout StoreExamination) throws(StoreError) {
        var count = 0
        var faults: [String] = []
        try connection.visit("SELECT id, digest FROM documents", []) { row throws(StoreError) in
            count += 1
            let (stored, computed) = (row.bytes(1), Digest(of: try documentText(row.integer(0))))
            if stored != computed.bytes {
                faults.append(
                    "document \(row.integer(0)) is not what its digest says: "
                        + "\(Digest(bytes: stored)?.hex ?? "no digest") is stored, its text has \(computed.hex)")
            }
            return faults.count < StoreExamination.limit
        }
        examination.documents = count
        examination.faults += faults
    }

    fileprivate func examineVersions(_ examination: inout StoreExamination) throws(StoreError) {
        examination.versions = Int(try number("SELECT count(*) FROM versions"))
        let dangling = try connection.rows(
            """
            SELECT cloud, region, schema, latest, baseline FROM targets
            WHERE (latest > 0 AND NOT EXISTS (SELECT 1 FROM versions WHERE target = targets.id AND number = latest))
                OR (baseline > 0 AND NOT EXISTS (SELECT 1 FROM versions WHERE target = targets.id AND number = baseline))
                OR baseline > latest OR (latest > 0 AND baseline = 0)
                OR EXISTS (SELECT 1 FROM versions WHERE target = targets.id AND number > latest)
            LIMIT \(StoreExamination.limit)
            """
        ) { row throws(StoreError) in
            "\(try key(cloud: row.integer(0), region: row.integer(1), schema: row.integer(2))) names versions that do "
                + "not fit together (latest \(row.int(3)), baseline \(row.int(4)))"
        }
        let unsent = try connection.rows(
            """
            SELECT id FROM alerts WHERE NOT EXISTS (SELECT 1 FROM messages WHERE alert = alerts.id)
                OR last_sequence <> (SELECT max(sequence) FROM messages WHERE alert = alerts.id)
            LIMIT \(StoreExamination.limit)
            """
        ) { "alert \($0.integer(0)) and its messages do not fit together" }
        examination.faults += dangling + unsent
    }

    fileprivate func examineTexts(_ examination: inout StoreExamination) throws(StoreError) {
        var faults: [String] = []
        func examine(
            _ what: String, _ sql: String, read: ([UInt8]) throws(StoreError) -> Void
        ) throws(StoreError) {
            try connection.visit(sql, []) { row throws(StoreError) in
                do throws(StoreError) {
                    if let text = row.optionalBytes(1) { try read(text) }
                } catch .damaged(_, let detail) {
                    faults.append("\(what) \(row.integer(0)): \(detail)")
                }
                return faults.count < StoreExamination.limit
            }
        }
        try examine("drift", "SELECT id, json FROM drifts") { text throws(StoreError) in _ = try drift(text) }
        try examine("the health of target", "SELECT id, health FROM targets") { text throws(StoreError) in
            _ = try json(text)
        }
        examination.faults += faults
    }
}
