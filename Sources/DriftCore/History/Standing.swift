/// How things stand at one instant: what is open, who is not well, what has not arrived, who cannot log in.
package struct Standing: Hashable, Sendable {
    package var time: Timestamp
    /// How many the store knows.
    package var targets: Int
    /// Of any target; nil before the first.
    package var lastCheck: Timestamp?
    /// The worst first.
    package var open: [OpenDrift]
    package var troubles: [CommonTrouble]
    package var queue: [UndeliveredChannel]
    package var logins: [PausedLogin]

    package init(
        time: Timestamp, targets: Int, lastCheck: Timestamp?, open: [OpenDrift] = [], troubles: [CommonTrouble] = [],
        queue: [UndeliveredChannel] = [], logins: [PausedLogin] = []
    ) {
        self.time = time
        self.targets = targets
        self.lastCheck = lastCheck
        self.open = open
        self.troubles = troubles
        self.queue = queue
        self.logins = logins
    }
}

extension Standing {
    package enum Level: Int, Hashable, Sendable, Comparable {
        case well, open, trouble

        package static func < (a: Level, b: Level) -> Bool { a.rawValue < b.rawValue }
    }

    /// The worst that there is. What waits to be sent for the first time is no trouble: that is how sending begins.
    package var level: Level {
        let isIll = troubles.contains(where: \.isSevere) || !logins.isEmpty || queue.contains(where: \.isOverdue)
        return isIll ? .trouble : open.isEmpty && troubles.isEmpty ? .well : .open
    }
}

extension UndeliveredChannel {
    /// Whether it should have arrived: it was tried, given up, or waits for a person.
    package var isOverdue: Bool { state != .pending || tried > 0 }
}
