/// What of the history is asked for; newest first.
package struct HistoryQuery: Hashable, Sendable {
    /// Empty for all.
    package var targets: [TargetKey]
    package var region: String?
    package var schema: String?
    package var since: Timestamp?
    package var until: Timestamp?
    /// Drifts with a change at or below this pointer.
    package var pointer: Pointer?
    package var kind: ChangeKind?
    /// Drifts of this impact or worse.
    package var impact: Impact?
    /// Drifts that are not accepted and not over.
    package var onlyOpen: Bool
    package var limit: Int

    package init(
        targets: [TargetKey] = [], region: String? = nil, schema: String? = nil, since: Timestamp? = nil,
        until: Timestamp? = nil, pointer: Pointer? = nil, kind: ChangeKind? = nil, impact: Impact? = nil,
        onlyOpen: Bool = false, limit: Int = 50
    ) {
        self.targets = targets
        self.region = region
        self.schema = schema
        self.since = since
        self.until = until
        self.pointer = pointer
        self.kind = kind
        self.impact = impact
        self.onlyOpen = onlyOpen
        self.limit = limit
    }
}

package enum DeliveryState: String, Hashable, Sendable, CaseIterable {
    case pending, delivered, dead, parked
}

package struct DeliveryQuery: Hashable, Sendable {
    package var states: [DeliveryState]
    package var channel: String?
    package var limit: Int

    package init(states: [DeliveryState] = [.pending, .dead, .parked], channel: String? = nil, limit: Int = 50) {
        self.states = states
        self.channel = channel
        self.limit = limit
    }
}

/// A row of the queue as `notify list` shows it.
package struct DeliveryRow: Hashable, Sendable {
    package var delivery: Delivery
    package var state: DeliveryState
    package var notBefore: Timestamp?
    package var lastError: String?

    package init(delivery: Delivery, state: DeliveryState, notBefore: Timestamp?, lastError: String?) {
        self.delivery = delivery
        self.state = state
        self.notBefore = notBefore
        self.lastError = lastError
    }
}

/// What did not reach one channel: its deliveries that share a state.
package struct UndeliveredChannel: Hashable, Sendable {
    package var channel: String
    /// Never `delivered`.
    package var state: DeliveryState
    package var count: Int
    /// How many of them were tried at least once.
    package var tried: Int
    /// What went wrong last; nil where nothing was tried.
    package var reason: String?

    package init(channel: String, state: DeliveryState, count: Int, tried: Int, reason: String?) {
        self.channel = channel
        self.state = state
        self.count = count
        self.tried = tried
        self.reason = reason
    }
}
