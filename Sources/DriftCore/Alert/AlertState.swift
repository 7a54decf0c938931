/// What a store knows of a group's newest alert, as far as one more draft of that group needs it.
package struct AlertState: Hashable, Sendable {
    package var isOpen: Bool
    /// How many targets it is open for.
    package var openTargets: Int
    /// The part that the draft's target has in it.
    package var part: Part
    /// The events of its newest messages, the newest first; a few are enough.
    package var recent: [EventKind]
    package var newest: Newest?

    package enum Part: Hashable, Sendable {
        /// Never joined; or the draft is about no single target.
        case none
        /// What the newest message that names the target told.
        case open(lastTold: EventKind?)
        case left
    }

    /// The newest message.
    package struct Newest: Hashable, Sendable {
        package var time: Timestamp
        package var impact: Impact?
        /// Handed out once, so no further target joins it.
        package var isSealed: Bool

        package init(time: Timestamp, impact: Impact?, isSealed: Bool) {
            self.time = time
            self.impact = impact
            self.isSealed = isSealed
        }
    }

    package init(isOpen: Bool, openTargets: Int, part: Part, recent: [EventKind], newest: Newest?) {
        self.isOpen = isOpen
        self.openTargets = openTargets
        self.part = part
        self.recent = recent
        self.newest = newest
    }
}

/// How long messages wait for each other.
package struct AlertRules: Hashable, Sendable {
    /// How long the first message of an alert waits for further targets.
    package var grouping: Duration
    /// The pause before the first summary of targets that joined later. Each further one waits four times as long.
    package var summary: Duration
    /// The longest of those pauses.
    package var longestSummary: Duration

    package init(
        grouping: Duration = .zero, summary: Duration = .seconds(180), longestSummary: Duration = .seconds(6 * 3600)
    ) {
        self.grouping = grouping
        self.summary = summary
        self.longestSummary = longestSummary
    }
}
