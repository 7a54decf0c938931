/// A time to wait through: from the instant at which it was written down until it ends.
///
/// Both instants are the wall clock's, which people and time servers set. A clock that went back since, or was ahead when
/// this was written, must make nobody wait for the length of its jump, so before `since` nothing is waited for.
package struct Pause: Hashable, Sendable {
    package var since: Timestamp
    package var until: Timestamp

    /// What is over at any time.
    package static let none = Pause(since: Timestamp(milliseconds: 0), until: Timestamp(milliseconds: 0))

    /// Clocks that are kept right go back by less than this.
    private static let slack = Duration.seconds(1)

    package init(since: Timestamp, until: Timestamp) {
        self.since = since
        self.until = until
    }

    package init(from now: Timestamp, for duration: Duration) {
        self.init(since: now, until: now.advanced(by: duration))
    }

    package func isOver(at now: Timestamp) -> Bool {
        now >= until || now.advanced(by: Self.slack) < since
    }

    /// When it ends, as far as can be said at `now`: never later than its whole length from then.
    package func end(seenAt now: Timestamp) -> Timestamp {
        isOver(at: now) ? min(now, until) : until
    }
}
