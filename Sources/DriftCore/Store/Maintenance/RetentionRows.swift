extension SQLiteStore {
    /// Forgets what the retention allows, in small transactions, so that checks go on beside it, and gives the room back
    /// to the file system.
    package func prune(_ retention: Retention, now: Timestamp) async throws(StoreError) -> PruneResult {
        var result = PruneResult()
        result.bytesBefore = try await writer.run { records throws(StoreError) in try records.fileBytes() }
        while true {
            let count = try await writer.run { records throws(StoreError) in
                try records.forgetVersions(retention, now: now)
            }
            result.versions += count
            if count == 0 { break }
        }
        while true {
            let count = try await writer.run { records throws(StoreError) in
                try records.forgetAlerts(retention, now: now)
            }
            result.alerts += count
            if count == 0 { break }
        }
        result.documents = try await writer.run { records throws(StoreError) in try records.forgetUnused() }
        if let bytes = retention.bytes { try await prune(to: bytes, &result) }
        while try await writer.run({ records throws(StoreError) in try records.giveBack() }) {}
        result.bytesAfter = try await writer.run { records throws(StoreError) in
            try records.connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
            return try records.fileBytes()
        }
        return result
    }

    private func prune(to bytes: Int64, _ result: inout PruneResult) async throws(StoreError) {
        while try await writer.run({ records throws(StoreError) in try records.usedBytes() }) > bytes {
            let (versions, documents) = try await writer.run { records throws(StoreError) in
                (try records.forgetOldest(100), try records.forgetUnused())
            }
            result.versions += versions
            result.documents += documents
            if versions == 0 { return }
        }
    }
}

extension Records {
    /// Of `versions` joined with `targets`: nothing hinges on this version.
    private static let isFree = """
        number <> latest AND number <> baseline AND (open_from IS NULL OR number < open_from - 1)
        """
    private static let batch = 500

    func forgetVersions(_ retention: Retention, now: Timestamp) throws(StoreError) -> Int {
        let oldest = retention.age.map { now.advanced(by: .zero - $0) }
        guard oldest != nil || retention.count != nil else { return 0 }
        return try delete(
            """
            DELETE FROM versions WHERE id IN (
                SELECT versions.id FROM versions JOIN targets ON targets.id = target
                WHERE \(Self.isFree) AND (coalesce(versions.last_seen, first_seen) < ? OR number <= latest - ?)
                LIMIT \(Self.batch))
            """, SQLValue(oldest ?? Timestamp(milliseconds: .min)),
            SQLValue(retention.count.map { max(1, $0) } ?? Int.max / 2))
    }

    func forgetOldest(_ count: Int) throws(StoreError) -> Int {
        try delete(
            """
            DELETE FROM versions WHERE id IN (
                SELECT versions.id FROM versions CROSS JOIN targets ON targets.id = target
                WHERE \(Self.isFree) ORDER BY versions.id LIMIT ?)
            """, SQLValue(count))
    }

    /// Alerts that ended, with all that was told of them. Dead letters that nobody sent again go with them.
    func forgetAlerts(_ retention: Retention, now: Timestamp) throws(StoreError) -> Int {
        guard let age = retention.age else { return 0 }
        return try write { () throws(StoreError) in
            let alerts = try connection.rows(
                """
                SELECT id FROM alerts WHERE closed < ? AND NOT EXISTS (
                    SELECT 1 FROM messages JOIN deliveries ON message = messages.id
                    WHERE alert = alerts.id AND state = 0)
                LIMIT \(Self.batch)
                """, SQLValue(now.advanced(by: .zero - age))
            ) { SQLValue.integer($0.integer(0)) }
            for alert in alerts {
                let messages = "(SELECT id FROM messages WHERE alert = ?)"
                try connection.run("DELETE FROM deliveries WHERE message IN \(messages)", alert)
                try connection.run("DELETE FROM message_targets WHERE message IN \(messages)", alert)
                try connection.run("DELETE FROM messages WHERE alert = ?", alert)
                try connection.run("DELETE FROM alert_targets WHERE alert = ?", alert)
                try connection.run("DELETE FROM alerts WHERE id = ?", alert)
            }
            return alerts.count
        }
    }

    /// Texts, views and documents that no version and no message names any more.
    /// - Returns: how many documents.
    func forgetUnused() throws(StoreError) -> Int {
        // The statements say themselves that nothing refers to what goes; the check would look through all versions for
        // each row. The switch has an effect only outside of a transaction.
        try connection.run("PRAGMA foreign_keys = OFF")
        let documents: Int
        do throws(StoreError) {
            documents = try deleteUnused()
        } catch {
            try watchReferences()
            throw error
        }
        try watchReferences()
        return documents
    }

    /// A connection that does not watch its references any more must not write.
    private func watchReferences() throws(StoreError) {
        try connection.run("PRAGMA foreign_keys = ON")
        guard try number("PRAGMA foreign_keys") == 1 else {
            throw .engine(code: 0, detail: "references cannot be watched again; start driftmonitor anew")
        }
    }

    private func deleteUnused() throws(StoreError) -> Int {
        try write { () throws(StoreError) in
            try connection.run(
                """
                DELETE FROM drifts WHERE id NOT IN (
                    SELECT drift FROM versions WHERE drift IS NOT NULL
                    UNION SELECT drift FROM messages WHERE drift IS NOT NULL)
                """)
            try connection.run("DELETE FROM views WHERE id NOT IN (SELECT view FROM versions)")
            try connection.run("DELETE FROM rules WHERE id NOT IN (SELECT rules FROM views)")
            // By the documents' ids: to look through the parts is to read all texts.
            try connection.run(
                """
                DELETE FROM document_parts WHERE document IN (
                    SELECT id FROM documents WHERE id NOT IN (SELECT document FROM views))
                """)
            return try connection.run("DELETE FROM documents WHERE id NOT IN (SELECT document FROM views)")
        }
    }

    /// Hands free pages back to the file system, some at a time.
    /// - Returns: whether there are more.
    func giveBack() throws(StoreError) -> Bool {
        let before = try number("PRAGMA freelist_count")
        guard before > 0 else { return false }
        try connection.run("PRAGMA incremental_vacuum(500)")
        let after = try number("PRAGMA freelist_count")
        return after > 0 && after < before
    }

    func fileBytes() throws(StoreError) -> Int64 {
        try number("PRAGMA page_count") * (try number("PRAGMA page_size"))
    }

    func usedBytes() throws(StoreError) -> Int64 {
        try (number("PRAGMA page_count") - number("PRAGMA freelist_count")) * number("PRAGMA page_size")
    }

    func number(_ sql: String) throws(StoreError) -> Int64 {
        try connection.row(sql) { $0.integer(0) } ?? 0
    }

    private func delete(_ sql: String, _ values: SQLValue...) throws(StoreError) -> Int {
        try write { () throws(StoreError) in try connection.run(sql, values) }
    }
}
