/// Drafts become alerts, messages and deliveries.
///
/// An alert is all that is told of one group while it is open. Its newest message takes further targets in until it has
/// been handed out once; what comes later is the next message of the same alert.
extension Records {
    /// - Parameter drift: the drift this transaction stores; a message about it refers to that text instead of a copy.
    func tell(_ draft: AlertDraft, drift: StoredText?, time: Timestamp) throws(StoreError) {
        let target: Int64? = if let target = draft.target { try makeTarget(target.key) } else { nil }
        let newest = try newestAlert(of: draft.group)
        let alert: AlertRow
        if draft.closes {
            if let newest, try isOver(newest, for: target) { return }
            // Nobody was told of what ends here, or it is forgotten by now: the end is told all the same.
            alert =
                if let newest, newest.isOpen { newest } else { try openAlert(draft.group, time: time) }
        } else {
            if let newest, newest.isOpen {
                // A version is always told: a target may change in the same way a second time while the first is open.
                if drift == nil, try wasTold(draft, target, in: newest) { return }
                alert = newest
            } else {
                alert = try openAlert(draft.group, time: time)
            }
        }
        if let target, let url = draft.target?.url { try join(target, url, alert, isOpen: !draft.closes) }
        let message =
            if let open = try openMessage(of: alert, for: draft) { open } else {
                try addMessage(draft, to: alert, drift: drift, time: time)
            }
        if let target {
            try connection.run(
                "INSERT INTO message_targets (message, target) VALUES (?, ?) ON CONFLICT DO NOTHING",
                .integer(message), .integer(target))
        }
        for channel in draft.channels {
            try connection.run(
                "INSERT INTO deliveries (message, channel) VALUES (?, ?) ON CONFLICT DO NOTHING", .integer(message),
                .integer(try makeChannel(channel)))
        }
        if draft.closes { try close(alert, target, time: time) }
    }

    struct AlertRow {
        let id: Int64
        let isOpen: Bool
        let lastSequence: Int
    }

    private func newestAlert(of group: String) throws(StoreError) -> AlertRow? {
        try connection.row(
            """
            SELECT id, closed IS NULL, last_sequence FROM alerts WHERE group_hash = ? AND group_key = ?
            ORDER BY id DESC LIMIT 1
            """, .integer(Self.hash(group.utf8)), .text(group)
        ) { AlertRow(id: $0.integer(0), isOpen: $0.bool(1), lastSequence: $0.int(2)) }
    }

    private func openAlert(_ group: String, time: Timestamp) throws(StoreError) -> AlertRow {
        try connection.run(
            "INSERT INTO alerts (uid, group_hash, group_key, opened, last_sequence) VALUES (?, ?, ?, ?, 0)",
            .blob(options.makeID()), .integer(Self.hash(group.utf8)), .text(group), SQLValue(time))
        return AlertRow(id: connection.lastInsertedID, isOpen: true, lastSequence: 0)
    }

    private func join(_ target: Int64, _ url: String, _ alert: AlertRow, isOpen: Bool) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO alert_targets (alert, target, url, is_open) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET url = excluded.url, is_open = excluded.is_open
            """, .integer(alert.id), .integer(target), .text(url), SQLValue(isOpen))
    }

    /// The same event for the same target is told once while the alert is open: many targets report one refused login,
    /// and a check may come to the same conclusion again.
    private func wasTold(_ draft: AlertDraft, _ target: Int64?, in alert: AlertRow) throws(StoreError) -> Bool {
        let last =
            if let target {
                try connection.row(
                    """
                    SELECT event FROM messages JOIN message_targets ON message = messages.id
                    WHERE alert = ?1 AND target = ?2
                        AND EXISTS (SELECT 1 FROM alert_targets WHERE alert = ?1 AND target = ?2 AND is_open)
                    ORDER BY sequence DESC LIMIT 1
                    """, .integer(alert.id), .integer(target)
                ) { $0.text(0) }
            } else {
                try connection.row(
                    "SELECT event FROM messages WHERE alert = ? ORDER BY sequence DESC LIMIT 1", .integer(alert.id)
                ) { $0.text(0) }
            }
        guard let last = last.flatMap(EventKind.init) else { return false }
        return last.begun == draft.event.begun
    }

    private func isOver(_ alert: AlertRow, for target: Int64?) throws(StoreError) -> Bool {
        guard let target else { return !alert.isOpen }
        return try connection.exists(
            "SELECT 1 FROM alert_targets WHERE alert = ? AND target = ? AND NOT is_open", .integer(alert.id),
            .integer(target))
    }

    /// The alert's newest message, if it can still name one more target.
    private func openMessage(of alert: AlertRow, for draft: AlertDraft) throws(StoreError) -> Int64? {
        let newest = try connection.row(
            "SELECT id, event, impact FROM messages WHERE alert = ? AND sequence = ? AND NOT sealed",
            .integer(alert.id), SQLValue(alert.lastSequence)
        ) { (id: $0.integer(0), event: EventKind(rawValue: $0.text(1)), impact: $0.optionalInteger(2)) }
        guard let newest, newest.event?.begun == draft.event.begun else { return nil }
        if let impact = draft.impact?.rank, impact > newest.impact ?? -1 {
            try connection.run("UPDATE messages SET impact = ? WHERE id = ?", SQLValue(impact), .integer(newest.id))
        }
        return newest.id
    }

    private func addMessage(
        _ draft: AlertDraft, to alert: AlertRow, drift: StoredText?, time: Timestamp
    ) throws(StoreError) -> Int64 {
        let event: EventKind =
            draft.event == .driftDetected && alert.lastSequence > 0 ? .driftUpdated : draft.event
        let told = try draft.drift.map { told throws(StoreError) -> StoredText in
            if let drift, drift.drift == told { drift } else { try makeDrift(told) }
        }
        try connection.run(
            """
            INSERT INTO messages (uid, alert, sequence, event, time, not_before, impact, fingerprint, text, drift)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, .blob(options.makeID()), .integer(alert.id), SQLValue(alert.lastSequence + 1),
            .text(event.rawValue), SQLValue(time), SQLValue(time.advanced(by: options.groupingDelay)),
            SQLValue(draft.impact?.rank),
            draft.fingerprint == told?.drift.fingerprint ? .null : SQLValue(draft.fingerprint?.hex),
            .text(draft.message), SQLValue(told?.row))
        let id = connection.lastInsertedID
        try connection.run(
            "UPDATE alerts SET last_sequence = last_sequence + 1 WHERE id = ?", .integer(alert.id))
        return id
    }

    private func close(_ alert: AlertRow, _ target: Int64?, time: Timestamp) throws(StoreError) {
        try connection.run(
            """
            UPDATE alerts SET closed = ?2
            WHERE id = ?1 AND (?3 OR NOT EXISTS (SELECT 1 FROM alert_targets WHERE alert = ?1 AND is_open))
            """, .integer(alert.id), SQLValue(time), SQLValue(target == nil))
    }

    private func makeChannel(_ name: String) throws(StoreError) -> Int64 {
        if let id = try connection.row("SELECT id FROM channels WHERE name = ?", .text(name), read: { $0.integer(0) }) {
            return id
        }
        try connection.run("INSERT INTO channels (name) VALUES (?)", .text(name))
        return connection.lastInsertedID
    }
}

extension EventKind {
    /// A drift that reaches one more region is the same event as the drift.
    fileprivate var begun: EventKind { self == .driftUpdated ? .driftDetected : self }
}
