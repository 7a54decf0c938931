/// Where a target stands: one row of the fleet.
package struct TargetOverview: Hashable, Sendable {
    package var target: TargetKey
    package var lineage: Lineage
    /// Of the latest version; nil before the first.
    package var latest: LatestVersion?
    package var lastCheck: Timestamp?
    package var outcome: LastOutcome
    package var health: TargetHealth

    package struct LatestVersion: Hashable, Sendable {
        package var document: Digest
        package var firstSeen: Timestamp
        package var lastSeen: Timestamp

        package init(document: Digest, firstSeen: Timestamp, lastSeen: Timestamp) {
            self.document = document
            self.firstSeen = firstSeen
            self.lastSeen = lastSeen
        }
    }

    package init(
        target: TargetKey, lineage: Lineage, latest: LatestVersion?, lastCheck: Timestamp?, outcome: LastOutcome,
        health: TargetHealth
    ) {
        self.target = target
        self.lineage = lineage
        self.latest = latest
        self.lastCheck = lastCheck
        self.outcome = outcome
        self.health = health
    }
}
