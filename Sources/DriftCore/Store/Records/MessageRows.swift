/// Deliveries and messages as values.
extension Records {
    func deliveries(_ query: DeliveryQuery) throws(StoreError) -> [DeliveryRow] {
        try connection.snapshot { () throws(StoreError) in
            var ids: [Int64] = []
            let states = Set(query.states.map(\.rank))
            try connection.visit(
                """
                SELECT deliveries.id FROM deliveries JOIN channels ON channels.id = channel
                WHERE name = coalesce(?1, name)
                    AND CASE WHEN state = 0 AND is_parked THEN 3 ELSE state END IN (SELECT value FROM json_each(?2))
                ORDER BY deliveries.id DESC LIMIT ?3
                """,
                [
                    SQLValue(query.channel), .text("[\(states.sorted().map(String.init).joined(separator: ","))]"),
                    SQLValue(max(0, query.limit)),
                ]
            ) { row throws(StoreError) in
                ids.append(row.integer(0))
                return true
            }
            var rows: [DeliveryRow] = []
            for id in ids {
                if let row = try deliveryRow(id) { rows.append(row) }
            }
            return rows
        }
    }

    func deliveryRow(_ id: Int64) throws(StoreError) -> DeliveryRow? {
        try connection.row(
            """
            SELECT name, message, is_parked, messages.not_before, CASE WHEN failures THEN channels.not_before ELSE 0 END,
                deliveries.body, \(Self.progressColumns)
            FROM deliveries JOIN channels ON channels.id = channel JOIN messages ON messages.id = message
            WHERE deliveries.id = ?
            """, .integer(id)
        ) { row throws(StoreError) in
            let progress = try progress(row, from: 6)
            let state = progress.state == .pending && row.bool(2) ? .parked : progress.state
            return DeliveryRow(
                delivery: Delivery(
                    id: id, channel: row.text(0), message: try message(row.integer(1)), progress: progress,
                    frozenBody: row.optionalBytes(5)), state: state,
                notBefore: state == .pending ? max(row.time(3), row.time(4), progress.retry.until) : nil,
                lastError: progress.error)
        }
    }

    /// What `progress` reads, in its order.
    static let progressColumns = """
        deliveries.state, attempts, first_attempt, last_attempt, deliveries.not_before, leased_at, lease_until, error
        """

    func progress(_ row: Row, from column: Int32) throws(StoreError) -> DeliveryProgress {
        guard let state = DeliveryState.allCases.first(where: { $0.rank == row.int(column) }) else {
            throw damaged("a delivery is in no known state")
        }
        let last = row.optionalTime(column + 3)
        return DeliveryProgress(
            state: state, attempts: row.int(column + 1), firstAttempt: row.optionalTime(column + 2), lastAttempt: last,
            retry: Pause(since: last ?? Timestamp(milliseconds: 0), until: row.time(column + 4)),
            lease: Pause(since: row.time(column + 5), until: row.time(column + 6)),
            error: row.optionalText(column + 7))
    }

    private func message(_ id: Int64) throws(StoreError) -> Message {
        let message = try connection.row(
            """
            SELECT messages.uid, alerts.uid, sequence, event, time, messages.impact,
                coalesce(messages.fingerprint, drifts.fingerprint), text, drifts.json, alert
            FROM messages JOIN alerts ON alerts.id = alert LEFT JOIN drifts ON drifts.id = drift
            WHERE messages.id = ?
            """, .integer(id)
        ) { row throws(StoreError) in
            guard let event = EventKind(rawValue: row.text(3)), let uid = UniqueID(bytes: row.bytes(0)),
                let alert = UniqueID(bytes: row.bytes(1))
            else { throw damaged("message \(id) cannot be read") }
            return Message(
                id: uid.text(.message), alertID: alert.text(.alert), sequence: row.int(2), event: event,
                time: row.time(4), impact: row.optionalInteger(5).flatMap { Impact(rank: Int($0)) },
                fingerprint: row.optionalText(6).map(Fingerprint.init),
                targets: try targets(of: id, event, row.integer(9)), text: row.text(7),
                drift: try row.optionalBytes(8).map { text throws(StoreError) in BoundedDrift(try self.drift(text)) })
        }
        guard let message else { throw damaged("message \(id) is missing") }
        return message
    }

    /// Those the message is about; an update names after them the others that the alert is still open for.
    private func targets(of message: Int64, _ event: EventKind, _ alert: Int64) throws(StoreError) -> [AlertTarget] {
        let own = try alertTargets(
            """
            SELECT cloud, region, schema, url FROM message_targets JOIN alert_targets USING (target)
                JOIN targets ON targets.id = target
            WHERE message = ?1 AND alert = ?2
            """, message, alert)
        guard event == .driftUpdated else { return own }
        let others = try alertTargets(
            """
            SELECT cloud, region, schema, url FROM alert_targets JOIN targets ON targets.id = target
            WHERE alert = ?2 AND is_open
                AND NOT EXISTS (SELECT 1 FROM message_targets WHERE message = ?1 AND target = alert_targets.target)
            """, message, alert)
        return own + others
    }

    private func alertTargets(
        _ sql: String, _ message: Int64, _ alert: Int64
    ) throws(StoreError) -> [AlertTarget] {
        try connection.rows(sql, .integer(message), .integer(alert)) { row throws(StoreError) in
            AlertTarget(
                key: try key(cloud: row.integer(0), region: row.integer(1), schema: row.integer(2)), url: row.text(3))
        }.sorted { $0.key < $1.key }
    }
}

extension DeliveryState {
    /// The number that stands for a state in the store.
    var rank: Int {
        switch self {
        case .pending: 0
        case .delivered: 1
        case .dead: 2
        case .parked: 3
        }
    }
}
