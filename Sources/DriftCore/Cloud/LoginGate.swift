/// Who may log in now: one attempt for each credential, then a pause, over all processes that share the store.
///
/// Accounts lock after a few wrong passwords, so a refused login is never retried before the pause ends, the
/// operator's file is edited (`revision` changes) or the user asks for it.
package protocol LoginGate: Sendable {
    /// Asks for the one attempt. A permit that is never ended runs out by itself after `LoginPermit.lease`.
    func beginLogin(_ credential: CredentialKey, revision: String, now: Timestamp) async throws -> LoginPermit

    func endLogin(_ credential: CredentialKey, revision: String, outcome: LoginOutcome, now: Timestamp) async throws

    /// Forgets the pause: the user asked to try again.
    func resetLogin(_ credential: CredentialKey) async throws
}

/// Whose account it is: the login URL and the user (or the id of an application credential, or of an access key).
package struct CredentialKey: Hashable, Sendable {
    package let authURL: String
    package let user: String

    package init(authURL: String, user: String) {
        self.authURL = authURL
        self.user = user
    }
}

extension CredentialKey: CustomStringConvertible {
    package var description: String { "\(user) at \(authURL)" }
}

package enum LoginPermit: Hashable, Sendable {
    case granted
    /// Refused before; nothing is sent until then. The reason is a sentence without secrets.
    case paused(until: Timestamp, reason: String)
    /// Another process is logging in right now.
    case busy(until: Timestamp)

    package static let lease: Duration = .seconds(60)
    package static let pause: Duration = .seconds(15 * 60)
}

package enum LoginOutcome: Hashable, Sendable {
    case accepted
    /// The server said no to this credential: the pause begins.
    case refused(reason: String)
    /// No answer about the credential (network, 5xx): no pause, the next check may try again.
    case unanswered
}

/// A login that was refused, and is not tried again before the pause ends.
package struct PausedLogin: Hashable, Sendable {
    package var credential: CredentialKey
    package var until: Timestamp
    package var reason: String

    package init(credential: CredentialKey, until: Timestamp, reason: String) {
        self.credential = credential
        self.until = until
        self.reason = reason
    }
}
