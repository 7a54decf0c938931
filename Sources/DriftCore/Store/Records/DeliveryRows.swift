/// The queue: who may send what, and how it went.
extension Records {
    func claimDeliveries(
        channels: [String], limit: Int, lease: Duration, ignoringBackOffSince: Timestamp?, now: Timestamp
    ) throws(StoreError) -> [Delivery] {
        guard limit > 0 else { return [] }
        return try write { () throws(StoreError) in
            var claimed: [Delivery] = []
            for name in channels where claimed.count < limit {
                guard let channel = try channelRow(name), !channel.isParked else { continue }
                var most = limit - claimed.count
                if channel.failures > 0, ignoringBackOffSince == nil {
                    // A channel that is down hears one delivery at a time, until one arrives.
                    guard channel.notBefore <= now, try leaseEnd(channel, after: now) == nil else { continue }
                    most = 1
                }
                for id in try candidates(channel, most, ignoringBackOffSince, now) {
                    try connection.run(
                        "UPDATE deliveries SET lease_until = ? WHERE id = ?", SQLValue(now.advanced(by: lease)),
                        .integer(id))
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

    /// Pending, not leased, due, and no earlier message of its alert waits for the same channel.
    private static let isNext = """
        deliveries.state = 0 AND deliveries.state <> 1 AND deliveries.channel = ?1
        AND NOT EXISTS (
            SELECT 1 FROM messages AS before JOIN deliveries AS waiting ON waiting.message = before.id
            WHERE before.alert = messages.alert AND before.sequence < messages.sequence
                AND waiting.channel = ?1 AND waiting.state = 0)
        """

    /// Those tried least often come first: a message that a receiver always refuses shall not be the probe each time.
    private func candidates(
        _ channel: ChannelRow, _ limit: Int, _ ignoringBackOffSince: Timestamp?, _ now: Timestamp
    ) throws(StoreError) -> [Int64] {
        try connection.rows(
            """
            SELECT deliveries.id FROM deliveries JOIN messages ON messages.id = deliveries.message
            WHERE \(Self.isNext) AND deliveries.lease_until <= ?2
                AND CASE WHEN ?3 IS NULL THEN deliveries.not_before <= ?2 AND messages.not_before <= ?2
                    ELSE coalesce(deliveries.last_attempt < ?3, TRUE) END
            ORDER BY deliveries.attempts, deliveries.id LIMIT ?4
            """, .integer(channel.id), SQLValue(now), SQLValue(ignoringBackOffSince), SQLValue(limit)
        ) { $0.integer(0) }
    }

    struct ChannelRow {
        let id: Int64
        let failures: Int
        let notBefore: Timestamp
        let isParked: Bool
    }

    private func channelRow(_ name: String) throws(StoreError) -> ChannelRow? {
        try connection.row(
            "SELECT id, failures, not_before, is_parked FROM channels WHERE name = ?", .text(name)
        ) { ChannelRow(id: $0.integer(0), failures: $0.int(1), notBefore: $0.time(2), isParked: $0.bool(3)) }
    }

    /// When the first delivery that is under way must have ended.
    private func leaseEnd(_ channel: ChannelRow, after now: Timestamp) throws(StoreError) -> Timestamp? {
        try connection.row(
            """
            SELECT min(lease_until) FROM deliveries
            WHERE state = 0 AND state <> 1 AND channel = ? AND lease_until > ?
            """, .integer(channel.id), SQLValue(now)
        ) { $0.optionalTime(0) } ?? nil
    }

    func nextDelivery(channels: [String], now: Timestamp) throws(StoreError) -> Timestamp? {
        try connection.snapshot { () throws(StoreError) in
            var first: Timestamp?
            for name in channels {
                guard let channel = try channelRow(name), !channel.isParked else { continue }
                var due =
                    try connection.row(
                        """
                        SELECT min(max(deliveries.not_before, deliveries.lease_until, messages.not_before))
                        FROM deliveries JOIN messages ON messages.id = deliveries.message WHERE \(Self.isNext)
                        """, .integer(channel.id)
                    ) { $0.optionalTime(0) } ?? nil
                if let next = due, channel.failures > 0 {
                    due = max(next, channel.notBefore, try leaseEnd(channel, after: now) ?? next)
                }
                if let due { first = min(first ?? due, due) }
            }
            return first
        }
    }

    func freeze(messageID: String, body: [UInt8]) throws(StoreError) -> [UInt8] {
        try write { () throws(StoreError) in
            guard let uid = UniqueID(messageID)?.bytes else { throw .notFound(target: "message \(messageID)") }
            try connection.run(
                "UPDATE messages SET body = ?, sealed = 1 WHERE uid = ? AND body IS NULL", .blob(body), .blob(uid))
            let frozen = try connection.row("SELECT body FROM messages WHERE uid = ?", .blob(uid)) { $0.bytes(0) }
            guard let frozen else { throw .notFound(target: "message \(messageID)") }
            return frozen
        }
    }
}

extension Records {
    func settle(deliveryID: Int64, outcome: DeliveryOutcome, now: Timestamp) throws(StoreError) {
        try write { () throws(StoreError) in
            let state: Int
            var notBefore = Timestamp(milliseconds: 0)
            var reason: String?
            switch outcome {
            case .delivered: state = 1
            case .retry(let time, _, let why): (state, notBefore, reason) = (0, time, why)
            case .dead(let why): (state, reason) = (2, why)
            case .parked(let why): (state, reason) = (3, why)
            case .abandoned:
                try connection.run(
                    "UPDATE deliveries SET lease_until = 0 WHERE id = ? AND state = 0", .integer(deliveryID))
                return
            }
            reason = reason.map { String($0.prefix(500)) }
            // One that is no longer pending was settled by another process after the lease had run out.
            let settled = try connection.run(
                """
                UPDATE deliveries SET state = ?, attempts = attempts + 1, first_attempt = coalesce(first_attempt, ?),
                    last_attempt = ?, not_before = ?, lease_until = 0, error = ?
                WHERE id = ? AND state = 0
                """, SQLValue(state), SQLValue(now), SQLValue(now), SQLValue(notBefore), SQLValue(reason),
                .integer(deliveryID))
            guard settled > 0 else { return }
            try settleChannel(of: deliveryID, outcome, reason, now)
            try dropBody(of: deliveryID)
        }
    }

    private func settleChannel(
        of delivery: Int64, _ outcome: DeliveryOutcome, _ reason: String?, _ now: Timestamp
    ) throws(StoreError) {
        let isThisChannel = "id = (SELECT channel FROM deliveries WHERE id = ?)"
        switch outcome {
        case .delivered, .dead:
            // Whoever refuses a message is there to hear the next.
            try connection.run(
                "UPDATE channels SET failures = 0, not_before = 0, reason = NULL WHERE \(isThisChannel) AND failures > 0",
                .integer(delivery))
        case .abandoned: break
        case .parked:
            try connection.run(
                "UPDATE channels SET is_parked = 1, reason = ? WHERE \(isThisChannel)", SQLValue(reason),
                .integer(delivery))
        case .retry(_, let throttledUntil, _):
            let channel = try connection.row(
                "SELECT failures, not_before FROM channels WHERE \(isThisChannel)", .integer(delivery)
            ) { (failures: $0.int(0), notBefore: $0.time(1)) }
            guard let channel else { return }
            // Failures of deliveries that were under way together are one failure of the channel.
            let isPaused = channel.notBefore > now
            let failures = isPaused ? max(1, channel.failures) : channel.failures + 1
            let pause = isPaused ? channel.notBefore : now.advanced(by: ChannelPause.after(failures: failures))
            try connection.run(
                "UPDATE channels SET failures = ?, not_before = ?, reason = ? WHERE \(isThisChannel)",
                SQLValue(failures), SQLValue(max(pause, throttledUntil ?? pause)), SQLValue(reason),
                .integer(delivery))
        }
    }

    /// A body is kept to be sent again; when all channels have the message, nobody will.
    private func dropBody(of delivery: Int64) throws(StoreError) {
        try connection.run(
            """
            UPDATE messages SET body = NULL
            WHERE id = (SELECT message FROM deliveries WHERE id = ?) AND body IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM deliveries WHERE message = messages.id AND state <> 1)
            """, .integer(delivery))
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
            let revived = try connection.run(
                """
                UPDATE deliveries SET state = 0, attempts = 0, first_attempt = NULL, not_before = 0, lease_until = 0
                WHERE state IN (2, 3) AND channel IN (SELECT id FROM channels WHERE name = coalesce(?, name))
                """, name)
            try connection.run(
                """
                UPDATE channels SET is_parked = 0, failures = 0, not_before = 0, reason = NULL
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
            WHERE state <> 1 AND (state <> 0 OR lease_until <= ?)
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
            // A body is kept to be sent again; where nobody else waits for it, nobody will.
            try connection.run(
                """
                UPDATE messages SET body = NULL
                WHERE body IS NOT NULL AND id IN (SELECT message FROM deliveries WHERE id IN (\(these)))
                    AND NOT EXISTS (
                        SELECT 1 FROM deliveries WHERE message = messages.id AND state <> 1 AND id NOT IN (\(these)))
                """, .text(channel), ranks)
            return try connection.run("DELETE FROM deliveries WHERE id IN (\(these))", .text(channel), ranks)
        }
    }
}

/// How long a channel that failed is left alone as a whole. Each delivery has its own, longer schedule beside it.
enum ChannelPause {
    static func after(failures: Int) -> Duration {
        let steps: [Duration] = [.seconds(5), .seconds(30), .seconds(120), .seconds(300)]
        return failures <= steps.count ? steps[max(0, failures - 1)] : .seconds(900)
    }
}
