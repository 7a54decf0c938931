/// Drafts become alerts, messages and deliveries: `AlertStep` says how, the rows keep it.
extension Records {
    /// - Parameter drift: the drift this transaction stores; a message about it refers to that text instead of a copy.
    func tell(_ draft: AlertDraft, drift: StoredText?, time: Timestamp) throws(StoreError) {
        let target: Int64? = if let target = draft.target { try makeTarget(target.key) } else { nil }
        let known = try newestAlert(of: draft.group)
        let state = try known.map { known throws(StoreError) in try self.state(of: known, target) }
        let step = AlertStep(draft, after: state, isVersion: drift != nil, rules: options.alerts, at: time)
        guard let step else { return }
        let alert =
            if let known, !step.opensAlert { known } else { try openAlert(draft.group, time: time) }
        if let target, let url = draft.target?.url { try join(target, url, alert, isOpen: !step.leaves) }
        if step.releasesNewest { try release(alert, time: time) }
        let message =
            switch step.telling {
            case .joinNewest(let impact): try joinNewest(of: alert, impact)
            case .message(let event, let wait):
                try addMessage(draft, as: event, after: wait, to: alert, drift: drift, time: time)
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
        if step.closesAlert {
            try connection.run("UPDATE alerts SET closed = ? WHERE id = ?", SQLValue(time), .integer(alert.id))
        }
    }

    private struct AlertRow {
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

    private func state(of alert: AlertRow, _ target: Int64?) throws(StoreError) -> AlertState {
        let open = try connection.row(
            "SELECT count(*) FROM alert_targets WHERE alert = ? AND is_open", .integer(alert.id)
        ) { $0.int(0) }
        let recent = try connection.rows(
            "SELECT event, time, impact, sealed FROM messages WHERE alert = ? ORDER BY sequence DESC LIMIT 8",
            .integer(alert.id)
        ) { row throws(StoreError) in
            (
                event: try event(row.text(0)),
                newest: AlertState.Newest(
                    time: row.time(1), impact: row.optionalInteger(2).flatMap { Impact(rank: Int($0)) },
                    isSealed: row.bool(3))
            )
        }
        return AlertState(
            isOpen: alert.isOpen, openTargets: open ?? 0, part: try part(of: target, in: alert),
            recent: recent.map(\.event), newest: recent.first?.newest)
    }

    private func part(of target: Int64?, in alert: AlertRow) throws(StoreError) -> AlertState.Part {
        guard let target else { return .none }
        let isOpen = try connection.row(
            "SELECT is_open FROM alert_targets WHERE alert = ? AND target = ?", .integer(alert.id), .integer(target)
        ) { $0.bool(0) }
        guard let isOpen else { return .none }
        guard isOpen else { return .left }
        let told = try connection.row(
            """
            SELECT event FROM messages JOIN message_targets ON message = messages.id
            WHERE alert = ? AND target = ? ORDER BY sequence DESC LIMIT 1
            """, .integer(alert.id), .integer(target)
        ) { row throws(StoreError) in try event(row.text(0)) }
        return .open(lastTold: told)
    }

    private func event(_ text: String) throws(StoreError) -> EventKind {
        guard let event = EventKind(rawValue: text) else { throw damaged("a message tells of '\(text)'") }
        return event
    }

    private func openAlert(_ group: String, time: Timestamp) throws(StoreError) -> AlertRow {
        try connection.run(
            "INSERT INTO alerts (uid, group_hash, group_key, opened, last_sequence) VALUES (?, ?, ?, ?, 0)",
            .blob(options.makeID()), .integer(Self.hash(group.utf8)), .text(group), SQLValue(time))
        return AlertRow(id: connection.lastInsertedID, isOpen: true, lastSequence: 0)
    }

    /// A target that is known by its key alone (its login fails, its region left) is where it was told of before.
    private func join(_ target: Int64, _ url: String, _ alert: AlertRow, isOpen: Bool) throws(StoreError) {
        let url = url.isEmpty ? try lastURL(of: target) ?? "" : url
        try connection.run(
            """
            INSERT INTO alert_targets (alert, target, url, is_open) VALUES (?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET url = excluded.url, is_open = excluded.is_open
            """, .integer(alert.id), .integer(target), .text(url), SQLValue(isOpen))
    }

    func lastURL(of key: TargetKey) throws(StoreError) -> String? {
        guard let target = try targetID(key) else { return nil }
        return try lastURL(of: target)
    }

    private func lastURL(of target: Int64) throws(StoreError) -> String? {
        try connection.row(
            "SELECT url FROM alert_targets WHERE target = ? AND url <> '' ORDER BY alert DESC LIMIT 1", .integer(target)
        ) { $0.text(0) }
    }

    private func release(_ alert: AlertRow, time: Timestamp) throws(StoreError) {
        try connection.run(
            "UPDATE messages SET not_before = min(not_before, ?) WHERE alert = ? AND sequence = ?", SQLValue(time),
            .integer(alert.id), SQLValue(alert.lastSequence))
    }

    private func joinNewest(of alert: AlertRow, _ impact: Impact?) throws(StoreError) -> Int64 {
        let id = try connection.row(
            "UPDATE messages SET impact = ? WHERE alert = ? AND sequence = ? RETURNING id", SQLValue(impact?.rank),
            .integer(alert.id), SQLValue(alert.lastSequence)
        ) { $0.integer(0) }
        guard let id else { throw damaged("alert \(alert.id) has no message \(alert.lastSequence)") }
        return id
    }

    private func addMessage(
        _ draft: AlertDraft, as event: EventKind, after wait: Duration, to alert: AlertRow, drift: StoredText?,
        time: Timestamp
    ) throws(StoreError) -> Int64 {
        let told = try draft.drift.map { told throws(StoreError) -> StoredText in
            if let drift, drift.drift == told { drift } else { try makeDrift(told) }
        }
        try connection.run(
            """
            INSERT INTO messages (uid, alert, sequence, event, time, not_before, impact, fingerprint, text, drift)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, .blob(options.makeID()), .integer(alert.id), SQLValue(alert.lastSequence + 1),
            .text(event.rawValue), SQLValue(time), SQLValue(time.advanced(by: wait)), SQLValue(draft.impact?.rank),
            draft.fingerprint == told?.drift.fingerprint ? .null : SQLValue(draft.fingerprint?.hex),
            .text(draft.message), SQLValue(told?.row))
        let id = connection.lastInsertedID
        try connection.run(
            "UPDATE alerts SET last_sequence = last_sequence + 1 WHERE id = ?", .integer(alert.id))
        return id
    }

    private func makeChannel(_ name: String) throws(StoreError) -> Int64 {
        if let id = try connection.row("SELECT id FROM channels WHERE name = ?", .text(name), read: { $0.integer(0) }) {
            return id
        }
        try connection.run("INSERT INTO channels (name) VALUES (?)", .text(name))
        return connection.lastInsertedID
    }
}
