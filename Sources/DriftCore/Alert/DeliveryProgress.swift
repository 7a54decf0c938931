/// How far one delivery has come. Pure; stores keep it beside the message and the channel.
package struct DeliveryProgress: Hashable, Sendable {
    package var state: DeliveryState
    /// How often it was tried.
    package var attempts: Int
    package var firstAttempt: Timestamp?
    package var lastAttempt: Timestamp?
    /// Not tried again before this is over.
    package var retry: Pause
    /// Somebody has it in hand until this is over.
    package var lease: Pause
    /// Why the last attempt failed.
    package var error: String?

    package init(
        state: DeliveryState = .pending, attempts: Int = 0, firstAttempt: Timestamp? = nil,
        lastAttempt: Timestamp? = nil, retry: Pause = .none, lease: Pause = .none, error: String? = nil
    ) {
        self.state = state
        self.attempts = attempts
        self.firstAttempt = firstAttempt
        self.lastAttempt = lastAttempt
        self.retry = retry
        self.lease = lease
        self.error = error
    }
}

/// `parked`: its channel's receiver said that it is gone, or said so to this very delivery.
package enum DeliveryState: String, Hashable, Sendable, CaseIterable {
    case pending, delivered, dead, parked
}

extension DeliveryProgress {
    /// Whether it may be handed out now.
    /// - Parameters:
    ///   - grouping: Of its message, which waits for others.
    ///   - since: Nil honours every pause; else whatever was not tried since this instant may be taken.
    package func mayBeTaken(grouping: Pause, ignoringPausesSince since: Timestamp?, now: Timestamp) -> Bool {
        guard state == .pending, lease.isOver(at: now) else { return false }
        guard let since else { return retry.isOver(at: now) && grouping.isOver(at: now) }
        // A last attempt that is yet to come was made under another clock.
        return lastAttempt.map { $0 < since || $0 > now.advanced(by: .seconds(2)) } ?? true
    }

    /// When it may be handed out, as far as is known at `now`.
    package func due(grouping: Pause, now: Timestamp) -> Timestamp {
        max(lease.end(seenAt: now), retry.end(seenAt: now), grouping.end(seenAt: now))
    }

    /// - Returns: false where it was settled before, by whoever took it when this lease had run out: nothing changes.
    package mutating func settle(_ outcome: DeliveryOutcome, now: Timestamp) -> Bool {
        guard state == .pending else { return false }
        lease = .none
        switch outcome {
        case .abandoned: return true
        case .delivered: (state, error) = (.delivered, nil)
        case .retry(let notBefore, _, let why): (retry, error) = (Pause(since: now, until: notBefore), why)
        case .dead(let why): (state, error) = (.dead, why)
        case .parked(let why): (state, error) = (.parked, why)
        }
        error = error.map { String($0.prefix(500)) }
        firstAttempt = begun(seenAt: now) ?? now
        lastAttempt = now
        attempts += 1
        return true
    }

    /// A person asked to try again.
    package mutating func revive() {
        guard state == .dead || state == .parked else { return }
        self = DeliveryProgress()
    }

    /// When the attempts began, by the clock as it is at `now`: a time in which nobody can have tried (the clock jumped,
    /// or nothing ran) does not count.
    package func begun(seenAt now: Timestamp) -> Timestamp? {
        guard let firstAttempt, let lastAttempt else { return firstAttempt }
        let gap = lastAttempt.duration(to: now)
        if gap < .zero { return firstAttempt.advanced(by: gap) }
        return gap > Self.longestPause ? firstAttempt.advanced(by: gap - Self.longestPause) : firstAttempt
    }

    /// Of all steps between two attempts, jitter included.
    package static let longestPause = Duration.seconds(27 * 3600)
}
