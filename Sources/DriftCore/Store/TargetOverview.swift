/// Where a target stands: one row of the fleet.
package struct TargetOverview: Hashable, Sendable {
    package var target: TargetKey
    /// The number of the latest version; 0 for none yet.
    package var latest: Int
    /// The number of the accepted version; 0 for none yet.
    package var baseline: Int
    /// When the latest version was first seen.
    package var since: Timestamp?
    package var lastSeen: Timestamp?
    package var lastCheck: Timestamp?
    /// As its check keeps it; nil when there is nothing to remember.
    package var health: JSONValue?

    package init(
        target: TargetKey, latest: Int, baseline: Int, since: Timestamp? = nil, lastSeen: Timestamp? = nil,
        lastCheck: Timestamp? = nil, health: JSONValue? = nil
    ) {
        self.target = target
        self.latest = latest
        self.baseline = baseline
        self.since = since
        self.lastSeen = lastSeen
        self.lastCheck = lastCheck
        self.health = health
    }
}
