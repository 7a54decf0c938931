/// The breaker of each credential: `LoginBreaker` decides, the rows keep it.
extension Records {
    func beginLogin(
        _ credential: CredentialKey, revision: String, now: Timestamp
    ) throws(StoreError) -> LoginPermit {
        try write { () throws(StoreError) in
            let (permit, breaker) = LoginBreaker.begin(try breaker(of: credential), revision: revision, now: now)
            if let breaker { try keep(breaker, of: credential) }
            return permit
        }
    }

    func endLogin(
        _ credential: CredentialKey, revision: String, outcome: LoginOutcome, now: Timestamp
    ) throws(StoreError) {
        try write { () throws(StoreError) in
            if let breaker = LoginBreaker.end(revision: revision, outcome: outcome, now: now) {
                try keep(breaker, of: credential)
            } else {
                try forget(credential)
            }
        }
    }

    func resetLogin(_ credential: CredentialKey) throws(StoreError) {
        try write { () throws(StoreError) in try forget(credential) }
    }

    func pausedLogins(now: Timestamp) throws(StoreError) -> [PausedLogin] {
        try connection.rows("SELECT auth_url, user, revision, set_at, paused_until, lease_until, reason FROM breakers")
        {
            (CredentialKey(authURL: $0.text(0), user: $0.text(1)), Self.breaker($0, from: 2))
        }
        .filter { !$0.1.pause.isOver(at: now) }
        .sorted { $0.1.pause.until > $1.1.pause.until }
        .map { PausedLogin(credential: $0.0, until: $0.1.pause.until, reason: $0.1.reason) }
    }

    private func breaker(of credential: CredentialKey) throws(StoreError) -> LoginBreaker? {
        try connection.row(
            "SELECT revision, set_at, paused_until, lease_until, reason FROM breakers WHERE auth_url = ? AND user = ?",
            .text(credential.authURL), .text(credential.user)
        ) { Self.breaker($0, from: 0) }
    }

    /// Pause and lease begin at the same instant: only one of them is ever set.
    private static func breaker(_ row: Row, from column: Int32) -> LoginBreaker {
        let since = row.time(column + 1)
        return LoginBreaker(
            revision: row.text(column), pause: Pause(since: since, until: row.time(column + 2)),
            lease: Pause(since: since, until: row.time(column + 3)), reason: row.text(column + 4))
    }

    private func keep(_ breaker: LoginBreaker, of credential: CredentialKey) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO breakers (auth_url, user, revision, set_at, paused_until, lease_until, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET revision = excluded.revision, set_at = excluded.set_at,
                paused_until = excluded.paused_until, lease_until = excluded.lease_until, reason = excluded.reason
            """, .text(credential.authURL), .text(credential.user), .text(breaker.revision),
            SQLValue(max(breaker.pause.since, breaker.lease.since)), SQLValue(breaker.pause.until),
            SQLValue(breaker.lease.until), .text(breaker.reason))
    }

    private func forget(_ credential: CredentialKey) throws(StoreError) {
        try connection.run(
            "DELETE FROM breakers WHERE auth_url = ? AND user = ?", .text(credential.authURL), .text(credential.user))
    }
}
