extension SQLiteStore {
    package func statistics() async throws(StoreError) -> StoreStatistics {
        try await asker.run { records throws(StoreError) in
            try records.connection.snapshot { () throws(StoreError) in try records.statistics() }
        }
    }
}

extension Records {
    fileprivate func statistics() throws(StoreError) -> StoreStatistics {
        func count(_ sql: String) throws(StoreError) -> Int { Int(try number("SELECT count(*) FROM " + sql)) }
        var statistics = StoreStatistics(path: connection.path)
        statistics.fileBytes = try fileBytes()
        statistics.freeBytes = statistics.fileBytes - (try usedBytes())
        statistics.logBytes = StoreFile.size(connection.path + "-wal")
        statistics.targets = try count("targets")
        statistics.versions = try count("versions")
        statistics.documents = try count("documents")
        statistics.documentBytes = try number("SELECT coalesce(sum(bytes), 0) FROM documents")
        statistics.drifts = try count("versions WHERE drift IS NOT NULL")
        statistics.distinctDrifts = try count("drifts")
        statistics.targetsWithOpenDrift = try count("targets WHERE open_from IS NOT NULL")
        statistics.openAlerts = try count("alerts WHERE closed IS NULL")
        statistics.messages = try count("messages")
        statistics.quarantined = try count("quarantine")
        statistics.oldestVersion =
            try connection.row("SELECT min(first_seen) FROM versions") { $0.optionalTime(0) } ?? nil
        let states = try connection.rows(
            """
            SELECT CASE WHEN state = 0 AND is_parked THEN 3 ELSE state END AS shown, count(*)
            FROM deliveries JOIN channels ON channels.id = channel GROUP BY shown
            """
        ) { ($0.int(0), $0.int(1)) }
        for state in DeliveryState.allCases {
            statistics.deliveries[state] = states.first { $0.0 == state.rank }?.1 ?? 0
        }
        return statistics
    }
}
