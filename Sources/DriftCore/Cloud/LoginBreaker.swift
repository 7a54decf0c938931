/// Whether a credential may be tried now. Pure; stores keep one for each credential.
package struct LoginBreaker: Hashable, Sendable {
    /// Of the files that the credential was read from when it was last tried.
    package var revision: String
    /// After a refusal.
    package var pause: Pause
    /// While an attempt is under way.
    package var lease: Pause
    /// Why it was refused.
    package var reason: String

    package init(revision: String, pause: Pause = .none, lease: Pause = .none, reason: String = "") {
        self.revision = revision
        self.pause = pause
        self.lease = lease
        self.reason = reason
    }

    /// Asks for the one attempt.
    /// - Parameter known: Nil for a credential that nothing is known of.
    /// - Returns: what to answer, and what to keep where that changes.
    package static func begin(
        _ known: LoginBreaker?, revision: String, now: Timestamp
    ) -> (permit: LoginPermit, breaker: LoginBreaker?) {
        if let known {
            // An attempt under way counts whatever it was configured with: it is the same account.
            if !known.lease.isOver(at: now) { return (.busy(until: known.lease.until), nil) }
            if !known.pause.isOver(at: now), known.revision == revision {
                return (.paused(until: known.pause.until, reason: known.reason), nil)
            }
        }
        return (.granted, LoginBreaker(revision: revision, lease: Pause(from: now, for: LoginPermit.lease)))
    }

    /// - Returns: what to keep; nil when nothing is to be remembered.
    package static func end(revision: String, outcome: LoginOutcome, now: Timestamp) -> LoginBreaker? {
        switch outcome {
        case .accepted, .unanswered: nil
        case .refused(let reason):
            LoginBreaker(
                revision: revision, pause: Pause(from: now, for: LoginPermit.pause), reason: String(reason.prefix(500)))
        }
    }
}
