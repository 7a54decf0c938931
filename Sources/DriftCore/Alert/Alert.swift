/// What kind of event a message tells; the last part of a CloudEvent's `type`.
package enum EventKind: String, Hashable, Sendable, CaseIterable {
    case driftDetected = "drift.detected"
    case driftUpdated = "drift.updated"
    case driftClosed = "drift.closed"
    case targetLost = "target.lost"
    case targetRecovered = "target.recovered"
    case targetGone = "target.gone"
    case targetSuspect = "target.suspect"
    case targetUnstable = "target.unstable"
    case targetFlapping = "target.flapping"
    case credentialLocked = "credential.locked"
    case credentialRecovered = "credential.recovered"
    /// What keeps the monitor itself from working: its store.
    case causeOpened = "cause.opened"
    case test = "test"
}

/// One thing to be told, as a check found it. The store makes alerts, messages and deliveries of it.
///
/// Drafts with the same `group` belong to one alert: the same change in many regions is told once and names them all.
package struct AlertDraft: Hashable, Sendable {
    package var event: EventKind
    /// What makes it the same alert: `drift/<fingerprint>/<schema>`, `health/<target>`, `credential/<key>`.
    package var group: String
    /// Nil for an alert that is about no single target.
    package var target: AlertTarget?
    package var impact: Impact?
    package var fingerprint: Fingerprint?
    /// One sentence for a person.
    package var message: String
    /// What differs; a message about it carries the beginning. Nil where the event is about no drift, or its end.
    package var drift: Drift?
    /// The names of the channels that shall hear of it.
    package var channels: [String]
    /// Ends the alert for its target: a closed drift, a recovered target.
    package var closes: Bool

    package init(
        event: EventKind, group: String, target: AlertTarget?, impact: Impact? = nil, fingerprint: Fingerprint? = nil,
        message: String, drift: Drift? = nil, channels: [String], closes: Bool = false
    ) {
        self.event = event
        self.group = group
        self.target = target
        self.impact = impact
        self.fingerprint = fingerprint
        self.message = message
        self.drift = drift
        self.channels = channels
        self.closes = closes
    }
}

package struct AlertTarget: Hashable, Sendable {
    package var key: TargetKey
    package var url: String

    package init(key: TargetKey, url: String) {
        self.key = key
        self.url = url
    }
}
