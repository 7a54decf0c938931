/// The breaker of each credential.
extension Records {
    func beginLogin(
        _ credential: CredentialKey, revision: String, now: Timestamp
    ) throws(StoreError) -> LoginPermit {
        try write { () throws(StoreError) in
            let breaker = try connection.row(
                "SELECT revision, paused_until, lease_until, reason FROM breakers WHERE auth_url = ? AND user = ?",
                .text(credential.authURL), .text(credential.user)
            ) { (revision: $0.text(0), paused: $0.time(1), lease: $0.time(2), reason: $0.text(3)) }
            if let breaker {
                // An attempt under way counts whatever it was configured with: it is the same account.
                if breaker.lease > now { return .busy(until: breaker.lease) }
                if breaker.paused > now, breaker.revision == revision {
                    return .paused(until: breaker.paused, reason: breaker.reason)
                }
            }
            try set(
                credential, revision: revision, pausedUntil: Timestamp(milliseconds: 0),
                leaseUntil: now.advanced(by: LoginPermit.lease), reason: "")
            return .granted
        }
    }

    func endLogin(
        _ credential: CredentialKey, revision: String, outcome: LoginOutcome, now: Timestamp
    ) throws(StoreError) {
        try write { () throws(StoreError) in
            switch outcome {
            case .accepted, .unanswered: try forget(credential)
            case .refused(let reason):
                try set(
                    credential, revision: revision, pausedUntil: now.advanced(by: LoginPermit.pause),
                    leaseUntil: Timestamp(milliseconds: 0), reason: String(reason.prefix(500)))
            }
        }
    }

    func resetLogin(_ credential: CredentialKey) throws(StoreError) {
        try write { () throws(StoreError) in try forget(credential) }
    }

    func pausedLogins(now: Timestamp) throws(StoreError) -> [PausedLogin] {
        try connection.rows(
            """
            SELECT auth_url, user, paused_until, reason FROM breakers WHERE paused_until > ?
            ORDER BY paused_until DESC, auth_url, user
            """, SQLValue(now)
        ) {
            PausedLogin(
                credential: CredentialKey(authURL: $0.text(0), user: $0.text(1)), until: $0.time(2),
                reason: $0.text(3))
        }
    }

    private func set(
        _ credential: CredentialKey, revision: String, pausedUntil: Timestamp, leaseUntil: Timestamp, reason: String
    ) throws(StoreError) {
        try connection.run(
            """
            INSERT INTO breakers (auth_url, user, revision, paused_until, lease_until, reason) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET revision = excluded.revision, paused_until = excluded.paused_until,
                lease_until = excluded.lease_until, reason = excluded.reason
            """, .text(credential.authURL), .text(credential.user), .text(revision), SQLValue(pausedUntil),
            SQLValue(leaseUntil), .text(reason))
    }

    private func forget(_ credential: CredentialKey) throws(StoreError) {
        try connection.run(
            "DELETE FROM breakers WHERE auth_url = ? AND user = ?", .text(credential.authURL), .text(credential.user))
    }
}
