/// How a check of one target can end.
package enum OutcomeKind: String, Hashable, Sendable, CaseIterable {
    case initial, unchanged, drifted, reverted, unconfirmed, unstable, suspect, absent, gone, failed
}

/// What the last check of a target came to.
package struct LastOutcome: Hashable, Sendable {
    package var kind: OutcomeKind
    /// The HTTP status of the last answer, where there was one.
    package var status: Int?
    /// One sentence for a person, at most 500 characters; nil where the outcome says it all.
    package var reason: String?

    package init(_ kind: OutcomeKind, status: Int? = nil, reason: String? = nil) {
        self.kind = kind
        self.status = status
        self.reason = reason.map { String($0.prefix(500)) }
    }
}
