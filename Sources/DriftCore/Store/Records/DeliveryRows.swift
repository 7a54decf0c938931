/// The queue: who may send what, and how it went. `ChannelState` and `DeliveryProgress` decide; the rows keep it.
extension Records {
    func claimDeliveries(
        channels: [String], limit: Int, lease: Duration, ignoringBackOffSince: Timestamp?, now: Timestamp
    ) throws(StoreError) -> [Delivery] {
        guard limit > 0 else { return [] }
        return try write { () throws(StoreError) in
            var claimed: [Delivery] = []
            for name in channels where claimed.count < limit {
                guard let channel = try channelRow(name) else { continue }
                let isDown = channel.state.failures > 0 && ignoringBackOffSince == nil
                let room = channel.state.room(
                    limit - claimed.count, isUnderWay: isDown ? try leaseEnd(channel, now: now) != nil : false,
                    ignoringPause: ignoringBackOffSince != nil, now: now)
                for id in try candidates(channel, room, ignoringBackOffSince, now) {
                    try connection.run(
                        "UPDATE deliveries SET leased_at = ?, lease_until = ? WHERE id = ?", SQLValue(now),
                        SQLValue(now.advanced(by: lease)), .integer(id))
                    try connection.run(
                        """
                        UPDATE messages SET sealed = 1
                        WHERE id = (SELECT message FROM deliveries WHERE id = ?) AND NOT sealed
                        """, .integer(id))
                    if let row = try deliveryRow(id) { claimed.append(row.delivery) }
                }
            }
            return claimed
        }
    }

    /// Pending deliveries of a channel before which no earlier message of the same alert waits for it, those tried least
    /// often first: a message that a receiver always refuses shall not be the probe each time.
    private func visitNext(
        _ channel: ChannelRow, _ body: (_ id: Int64, DeliveryProgress, _ grouping: Pause) throws(StoreError) -> Bool
    ) throws(StoreError) {
        try connection.visit(
            """
            SELECT deliveries.id, messages.time, messages.not_before, \(Self.progressColumns)
            FROM deliveries JOIN messages ON messages.id = deliveries.message
            WHERE deliveries.state = 0 AND deliveries.state <> 1 AND deliveries.channel = ?1
                AND NOT EXISTS (
                    SELECT 1 FROM messages AS before JOIN deliveries AS waiting ON waiting.message = before.id
                    WHERE before.alert = messages.alert AND before.sequence < messages.sequence
                        AND waiting.channel = ?1 AND waiting.state = 0)
            ORDER BY deliveries.attempts, deliveries.id
            """, [.integer(channel.id)]
        ) { row throws(StoreError) in
            try body(
                row.integer(0), try progress(row, from: 3), Pause(since: row.time(1), until: row.time(2)))
        }
    }

    private func candidates(
        _ channel: ChannelRow, _ room: Int, _ since: Timestamp?, _ now: Timestamp
    ) throws(StoreError) -> [Int64] {
        guard room > 0 else { return [] }
        var ids: [Int64] = []
        try visitNext(channel) { id, progress, grouping throws(StoreError) in
            if progress.mayBeTaken(grouping: grouping, ignoringPausesSince: since, now: now) { ids.append(id) }
            return ids.count < room
        }
        return ids
    }

    struct ChannelRow {
        let id: Int64
        var state: ChannelState
    }

    private func channelRow(_ name: String) throws(StoreError) -> ChannelRow? {
        try channelRow(where: "name = ?", .text(name))
    }

    private func channelRow(where condition: String, _ value: SQLValue) throws(StoreError) -> ChannelRow? {
        try connection.row(
            "SELECT id, failures, paused_at, not_before, is_parked, reason FROM channels WHERE \(condition)", value
        ) { row in
            ChannelRow(
                id: row.integer(0),
                state: ChannelState(
                    failures: row.int(1), pause: Pause(since: row.time(2), until: row.time(3)), isParked: row.bool(4),
                    reason: row.optionalText(5)))
        }
    }

    private func keep(_ channel: ChannelRow) throws(StoreError) {
        let state = channel.state
        try connection.run(
            "UPDATE channels SET failures = ?, paused_at = ?, not_before = ?, is_parked = ?, reason = ? WHERE id = ?",
            SQLValue(state.failures), SQLValue(state.pause.since), SQLValue(state.pause.until),
            SQLValue(state.isParked), SQLValue(state.reason.map { String($0.prefix(500)) }), .integer(channel.id))
    }

    /// When the first delivery that is under way must have ended.
    private func leaseEnd(_ channel: ChannelRow, now: Timestamp) throws(StoreError) -> Timestamp? {
        try connection.rows(
            """
            SELECT leased_at, lease_until FROM deliveries
            WHERE state = 0 AND state <> 1 AND channel = ? AND lease_until > ?
            """, .integer(channel.id), SQLValue(now)
        ) { Pause(since: $0.time(0), until: $0.time(1)) }
        .filter { !$0.isOver(at: now) }.map(\.until).min()
    }

    func nextDelivery(channels: [String], now: Timestamp) throws(StoreError) -> Timestamp? {
        try connection.snapshot { () throws(StoreError) in
            var first: Timestamp?
            for name in channels {
                guard let channel = try channelRow(name), !channel.state.isParked else { continue }
                var due: Timestamp?
                try visitNext(channel) { _, progress, grouping throws(StoreError) in
                    let next = progress.due(grouping: grouping, now: now)
                    due = min(due ?? next, next)
                    return next > now
                }
                guard var due else { continue }
                if channel.state.failures > 0 {
                    due = max(due, channel.state.pause.end(seenAt: now), try leaseEnd(channel, now: now) ?? due)
                }
                first = min(first ?? due, due)
            }
            return first
        }
    }

    func freeze(deliveryID: Int64, body: [UInt8]) throws(StoreError) -> [UInt8] {
        try write { () throws(StoreError) in
            try connection.run(
                "UPDATE deliveries SET body = ? WHERE id = ? AND body IS NULL", .blob(body), .integer(deliveryID))
            let frozen = try connection.row(
                "SELECT body FROM deliveries WHERE id = ?", .integer(deliveryID)
            ) { $0.optionalBytes(0) }
            guard let frozen = frozen ?? nil else { throw .notFound(target: "delivery \(deliveryID)") }
            return frozen
        }
    }
}

extension Records {
    func settle(deliveryID: Int64, outcome: DeliveryOutcome, now: Timestamp) throws(StoreError) {
        try write { () throws(StoreError) in
            let row = try connection.row(
                "SELECT \(Self.progressColumns) FROM deliveries WHERE id = ?", .integer(deliveryID)
            ) { row throws(StoreError) in try progress(row, from: 0) }
            guard var progress = row, progress.settle(outcome, now: now) else { return }
            // A body is kept to be sent again; what has arrived will not be.
            try connection.run(
                """
                UPDATE deliveries SET state = ?1, attempts = ?2, first_attempt = ?3, last_attempt = ?4, not_before = ?5,
                    leased_at = 0, lease_until = 0, error = ?6, body = CASE ?1 WHEN 1 THEN NULL ELSE body END
                WHERE id = ?7
                """, SQLValue(progress.state.rank), SQLValue(progress.attempts), SQLValue(progress.firstAttempt),
                SQLValue(progress.lastAttempt), SQLValue(progress.retry.until), SQLValue(progress.error),
                .integer(deliveryID))
            let isItsChannel = "id = (SELECT channel FROM deliveries WHERE id = ?)"
            guard var channel = try channelRow(where: isItsChannel, .integer(deliveryID)) else { return }
            let before = channel.state
            channel.state.settle(outcome, now: now)
            if channel.state != before { try keep(channel) }
        }
    }

    func retryDeliveries(channel: String?) throws(StoreError) -> Int {
        try write { () throws(StoreError) in
            let name = SQLValue(channel)
            let waiting = try connection.row(
                """
                SELECT count(*) FROM deliveries JOIN channels ON channels.id = channel
                WHERE state = 0 AND state <> 1 AND is_parked AND name = coalesce(?, name)
                """, name
            ) { $0.int(0) }
            // A delivery that a person asks for begins anew, with the body that it had.
            let revived = try connection.run(
                """
                UPDATE deliveries SET state = 0, attempts = 0, first_attempt = NULL, last_attempt = NULL, not_before = 0,
                    leased_at = 0, lease_until = 0
                WHERE state IN (2, 3) AND channel IN (SELECT id FROM channels WHERE name = coalesce(?, name))
                """, name)
            // What is pending is tried at once, too.
            try connection.run(
                """
                UPDATE deliveries SET not_before = 0
                WHERE state = 0 AND state <> 1 AND channel IN (SELECT id FROM channels WHERE name = coalesce(?, name))
                """, name)
            try connection.run(
                """
                UPDATE channels SET is_parked = 0, failures = 0, paused_at = 0, not_before = 0, reason = NULL
                WHERE name = coalesce(?, name)
                """, name)
            return revived + (waiting ?? 0)
        }
    }
}

extension Records {
    /// The state that people see: what is pending for a parked channel is parked. With `channels` joined.
    private static let shownState = "CASE WHEN state = 0 AND is_parked THEN 3 ELSE state END"

    func undelivered(now: Timestamp) throws(StoreError) -> [UndeliveredChannel] {
        // Beside max() a bare column is that of the row with the greatest value: the error of the last attempt.
        try connection.rows(
            """
            SELECT name, \(Self.shownState) AS fate, count(*), sum(attempts > 0), CASE WHEN attempts THEN error END,
                reason, max(CASE WHEN attempts THEN last_attempt END)
            FROM deliveries JOIN channels ON channels.id = channel
            WHERE state <> 1 AND (state <> 0 OR lease_until <= ?1 OR leased_at > ?1 + 1000)
            GROUP BY name, fate ORDER BY name, fate
            """, SQLValue(now)
        ) { row throws(StoreError) in
            guard let state = DeliveryState.allCases.first(where: { $0.rank == row.int(1) }) else {
                throw damaged("a delivery to \(row.text(0)) is in no known state")
            }
            return UndeliveredChannel(
                channel: row.text(0), state: state, count: row.int(2), tried: row.int(3),
                reason: row.optionalText(4) ?? row.optionalText(5))
        }
    }

    func dropDeliveries(channel: String, states: [DeliveryState]) throws(StoreError) -> Int {
        try write { () throws(StoreError) in
            let these = """
                SELECT deliveries.id FROM deliveries JOIN channels ON channels.id = channel
                WHERE state <> 1 AND name = ?1 AND \(Self.shownState) IN (SELECT value FROM json_each(?2))
                """
            let ranks = SQLValue.text("[\(states.map { String($0.rank) }.joined(separator: ","))]")
            return try connection.run("DELETE FROM deliveries WHERE id IN (\(these))", .text(channel), ranks)
        }
    }
}
