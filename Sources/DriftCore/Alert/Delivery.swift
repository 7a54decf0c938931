/// One message to one channel, as the queue hands it out under a lease.
package struct Delivery: Hashable, Sendable {
    /// The row in the queue.
    package var id: Int64
    package var channel: String
    package var message: Message
    package var progress: DeliveryProgress
    /// What its channel made of the message at the first attempt, and sends again at each later one.
    package var frozenBody: [UInt8]?

    package init(
        id: Int64, channel: String, message: Message, progress: DeliveryProgress = DeliveryProgress(),
        frozenBody: [UInt8]? = nil
    ) {
        self.id = id
        self.channel = channel
        self.message = message
        self.progress = progress
        self.frozenBody = frozenBody
    }
}

/// One telling of an alert: facts. What a channel makes of them is the delivery's.
package struct Message: Hashable, Sendable {
    /// Stable: `webhook-id` and the CloudEvent's `id`. Holds no `.`.
    package var id: String
    package var alertID: String
    /// 1, 2, 3 … for each alert.
    package var sequence: Int
    package var event: EventKind
    package var time: Timestamp
    package var impact: Impact?
    package var fingerprint: Fingerprint?
    package var targets: [AlertTarget]
    package var text: String
    package var drift: BoundedDrift?

    package init(
        id: String, alertID: String, sequence: Int, event: EventKind, time: Timestamp, impact: Impact?,
        fingerprint: Fingerprint?, targets: [AlertTarget], text: String, drift: BoundedDrift?
    ) {
        self.id = id
        self.alertID = alertID
        self.sequence = sequence
        self.event = event
        self.time = time
        self.impact = impact
        self.fingerprint = fingerprint
        self.targets = targets
        self.text = text
        self.drift = drift
    }
}

/// How one attempt ended.
package enum DeliveryOutcome: Hashable, Sendable {
    case delivered
    /// Try again, not before this instant; the channel as a whole backs off, at least as long as the receiver asked for.
    case retry(notBefore: Timestamp, throttledUntil: Timestamp?, reason: String)
    /// Never sent again unless a person asks.
    case dead(reason: String)
    /// The receiver is gone (410): the channel is parked, and its deliveries wait for a person.
    case parked(reason: String)
    /// Not tried after all: whoever comes next may take it at once.
    case abandoned
}
