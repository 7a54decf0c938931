/// The outcome of a check, quiet checks, acceptances: each one transaction.
extension Records {
    func commit(_ commit: CheckCommit) throws(StoreError) -> Int {
        try write { () throws(StoreError) in
            let id = try makeTarget(commit.target)
            let lineage = try targetRow(id)?.lineage ?? Lineage()
            let latest = lineage.latest
            guard latest == commit.comparedWith else { throw .stale(target: commit.target.description) }
            var number = latest
            var drift: StoredText?
            var isSeen = true
            switch commit.effect {
            case .healthOnly: isSeen = false
            case .seenAgain(let entityTag, let lastModified):
                try connection.run(
                    """
                    UPDATE targets SET last_seen = ?, entity_tag = ?, last_modified = ?,
                        last_full = CASE WHEN ? THEN last_full ELSE ? END
                    WHERE id = ?
                    """, SQLValue(commit.time), SQLValue(entityTag), SQLValue(lastModified),
                    SQLValue(commit.outcome.status == 304), SQLValue(commit.time), .integer(id))
            case .newVersion(let new):
                let added = try addVersion(new, to: id, lineage, time: commit.time)
                number = added.number
                drift = added.drift
            case .quarantine(let reason, let body):
                isSeen = false
                try quarantine(id, reason: reason, body: body, time: commit.time)
            }
            try connection.run(
                "UPDATE targets SET health = ?, last_check = ?, outcome = ?, status = ?, reason = ? WHERE id = ?",
                SQLValue(commit.health.json?.canonicalString), isSeen ? .null : SQLValue(commit.time),
                SQLValue(commit.outcome.kind.rank), SQLValue(commit.outcome.status), SQLValue(commit.outcome.reason),
                .integer(id))
            for alert in commit.alerts { try tell(alert, drift: drift, time: commit.time) }
            return number
        }
    }

    /// One row for each target, the newest answer; bounded whatever the caller hands in.
    private func quarantine(_ target: Int64, reason: String, body: [UInt8], time: Timestamp) throws(StoreError) {
        let kept = SQLValue.blob(Array(body.prefix(Self.quarantinedBytes)))
        try connection.run(
            """
            INSERT INTO quarantine (target, time, reason, body) VALUES (?, ?, ?, ?)
            ON CONFLICT (target) DO UPDATE SET time = excluded.time, reason = excluded.reason, body = excluded.body
            """, .integer(target), SQLValue(time), .text(reason), kept)
    }

    /// As much of a suspect answer as is kept: a whole schema, were it one.
    static let quarantinedBytes = 256 << 10

    func quarantined(_ key: TargetKey) throws(StoreError) -> QuarantinedAnswer? {
        guard let id = try targetID(key) else { return nil }
        return try connection.row("SELECT time, reason, body FROM quarantine WHERE target = ?", .integer(id)) {
            QuarantinedAnswer(target: key, time: $0.time(0), reason: $0.text(1), body: $0.bytes(2))
        }
    }

    /// A target that another process moved on meanwhile is passed over: only a last-seen time and validators are lost.
    func touch(_ checks: [QuietCheck]) throws(StoreError) {
        guard !checks.isEmpty else { return }
        try write { () throws(StoreError) in
            for check in checks {
                guard let id = try targetID(check.target) else { continue }
                try connection.run(
                    """
                    UPDATE targets SET last_seen = ?1, last_check = NULL, entity_tag = ?2, last_modified = ?3,
                        outcome = 0, status = ?4, reason = NULL, last_full = CASE ?4 WHEN 304 THEN last_full ELSE ?1 END
                    WHERE id = ?5 AND latest = ?6
                    """, SQLValue(check.time), SQLValue(check.entityTag), SQLValue(check.lastModified),
                    SQLValue(check.status), .integer(id), SQLValue(check.comparedWith))
            }
        }
    }

    func accept(_ acceptance: Acceptance) throws(StoreError) -> Int {
        try write { () throws(StoreError) in
            guard let id = try targetID(acceptance.target), let target = try targetRow(id),
                target.lineage.latest > 0 || acceptance.document != nil
            else { throw .notFound(target: acceptance.target.description) }
            var lineage = target.lineage
            var drift: StoredText?
            if let document = acceptance.document {
                let added = try addVersion(document, to: id, lineage, time: acceptance.time)
                lineage.add(document.drift)
                drift = added.drift
                try connection.run("DELETE FROM quarantine WHERE target = ?", .integer(id))
            }
            lineage.accept()
            let number = lineage.latest
            try connection.run(
                "UPDATE targets SET baseline = ?, open_from = ? WHERE id = ?", SQLValue(lineage.baseline),
                SQLValue(lineage.openFrom), .integer(id))
            try connection.run(
                "INSERT INTO acceptances (target, number, time, note, accepted_by) VALUES (?, ?, ?, ?, ?)",
                .integer(id), SQLValue(number), SQLValue(acceptance.time), SQLValue(acceptance.note),
                SQLValue(acceptance.by))
            for alert in acceptance.alerts { try tell(alert, drift: drift, time: acceptance.time) }
            return number
        }
    }
}

extension OutcomeKind {
    /// The number that stands for an outcome in the store. A target that is well has 0, which takes no room.
    var rank: Int {
        switch self {
        case .unchanged: 0
        case .initial: 1
        case .drifted: 2
        case .reverted: 3
        case .unconfirmed: 4
        case .unstable: 5
        case .suspect: 6
        case .absent: 7
        case .gone: 8
        case .failed: 9
        }
    }

    init?(rank: Int) {
        guard let kind = OutcomeKind.allCases.first(where: { $0.rank == rank }) else { return nil }
        self = kind
    }
}
