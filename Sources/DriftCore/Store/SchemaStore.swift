/// What is kept between checks: documents, versions, drifts, alerts and the queue of deliveries.
///
/// Every method is one transaction or one snapshot. Tests are written against this protocol, so that a second
/// implementation (for fleets that outgrow one machine) must behave the same.
package protocol SchemaStore: LoginGate, DeliveryQueue, StoreUpkeep {
    /// What is known of a target; nil before its first commit.
    func state(of target: TargetKey) async throws(StoreError) -> TargetState?

    /// Whether the target published this document before, or one with the same view.
    func hasPublished(_ target: TargetKey, document: Digest, view: Digest) async throws(StoreError) -> Bool

    /// The canonical text of a stored document. What does not have its digest is damage, and is not handed out.
    func canonicalText(of document: Digest) async throws(StoreError) -> [UInt8]?

    /// Stores the outcome of one check. What the check compared against must still be the latest version.
    ///
    /// Version, drift, alert, messages and deliveries are one transaction.
    /// - Returns: the number of the version the target now has; 0 for none.
    /// - Throws: `StoreError.stale` when another process stored a version in between: check again.
    func commit(_ commit: CheckCommit) async throws(StoreError) -> Int

    /// Quiet checks: only last-seen times move. One transaction for all of them.
    func touch(_ checks: [QuietCheck]) async throws(StoreError)

    /// Makes a version the baseline and closes the target's open drift.
    func accept(_ acceptance: Acceptance) async throws(StoreError) -> Int

    /// Stores alerts that belong to no check, such as a message to test a channel.
    func tell(_ drafts: [AlertDraft], time: Timestamp) async throws(StoreError)

    func targets() async throws(StoreError) -> [TargetKey]
    /// The names of all regions that have a target, in order.
    func regions() async throws(StoreError) -> [String]
    /// Where a target was published when something was last told of it; nil where nothing was.
    func lastURL(of target: TargetKey) async throws(StoreError) -> String?

    /// Where each target stands, by key.
    func overview() async throws(StoreError) -> [TargetOverview]

    /// Whose logins were refused and are not tried again yet, the longest pause first.
    func pausedLogins(now: Timestamp) async throws(StoreError) -> [PausedLogin]

    func versions(_ query: HistoryQuery) async throws(StoreError) -> [StoredVersion]
    func drifts(_ query: HistoryQuery) async throws(StoreError) -> [StoredDrift]
    func quarantined(_ target: TargetKey) async throws(StoreError) -> QuarantinedAnswer?
}

/// The stored queue of deliveries.
package protocol DeliveryQueue: Sendable {
    /// Takes up to `limit` deliveries that may be sent now, under a lease of that length. Order holds per channel and
    /// alert, by sequence; a channel that is backing off hands out one probe when its pause ends.
    /// - Parameter ignoringBackOffSince: nil honours every pause. A one-shot check tries everything pending once,
    ///   whatever its pause: what was not tried since this instant. Parked channels stay parked.
    func claimDeliveries(
        channels: [String], limit: Int, lease: Duration, ignoringBackOffSince: Timestamp?, now: Timestamp
    ) async throws(StoreError) -> [Delivery]

    /// Freezes a delivery's body before its first attempt. If it was frozen before, the earlier body is returned.
    func freeze(deliveryID: Int64, body: [UInt8]) async throws(StoreError) -> [UInt8]

    func settle(deliveryID: Int64, outcome: DeliveryOutcome, now: Timestamp) async throws(StoreError)

    /// When the next delivery may be due; nil when the queue is empty.
    func nextDelivery(channels: [String], now: Timestamp) async throws(StoreError) -> Timestamp?

    func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [DeliveryRow]

    /// What has not arrived, by channel and state, in the order of the channels' names. What is under way, under somebody's lease,
    /// is left out.
    func undelivered(now: Timestamp) async throws(StoreError) -> [UndeliveredChannel]

    /// Makes dead and parked deliveries pending again; of one channel, or all. Returns how many.
    func retryDeliveries(channel: String?, now: Timestamp) async throws(StoreError) -> Int

    /// Forgets deliveries to a channel that are in one of these states; what was told and stored stays. Returns how many.
    func dropDeliveries(channel: String, states: [DeliveryState]) async throws(StoreError) -> Int
}

package struct TargetState: Hashable, Sendable {
    package var latest: StoredVersion?
    package var baseline: StoredVersion?
    /// What its checks remember beside the versions.
    package var health: TargetHealth
    /// Validators of the latest full answer, for conditional requests.
    package var entityTag: String?
    package var lastModified: String?
    package var lastCheck: Timestamp?
    /// When the whole document was last answered, not just that it is the same.
    package var lastFull: Timestamp?
    package var outcome: LastOutcome

    package init(
        latest: StoredVersion?, baseline: StoredVersion?, health: TargetHealth = TargetHealth(),
        entityTag: String? = nil, lastModified: String? = nil, lastCheck: Timestamp? = nil, lastFull: Timestamp? = nil,
        outcome: LastOutcome = LastOutcome(.unchanged)
    ) {
        self.latest = latest
        self.baseline = baseline
        self.health = health
        self.entityTag = entityTag
        self.lastModified = lastModified
        self.lastCheck = lastCheck
        self.lastFull = lastFull
        self.outcome = outcome
    }
}

package struct StoredVersion: Hashable, Sendable {
    package var target: TargetKey
    /// 1, 2, 3 … for each target.
    package var number: Int
    package var document: Digest
    /// Of the view under the rules in force when it was last compared.
    package var view: Digest
    /// The rules that the view was made by.
    package var rules: Digest
    package var firstSeen: Timestamp
    package var lastSeen: Timestamp
    package var isBaseline: Bool

    package init(
        target: TargetKey, number: Int, document: Digest, view: Digest, rules: Digest, firstSeen: Timestamp,
        lastSeen: Timestamp, isBaseline: Bool
    ) {
        self.target = target
        self.number = number
        self.document = document
        self.view = view
        self.rules = rules
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.isBaseline = isBaseline
    }
}

package struct StoredDrift: Hashable, Sendable {
    package var target: TargetKey
    package var from: Int
    package var to: Int
    package var time: Timestamp
    /// The target had published the newer document before.
    package var isFlip: Bool
    /// The newer version is not (yet) accepted and still differs from the baseline.
    package var isOpen: Bool
    package var drift: Drift

    package init(
        target: TargetKey, from: Int, to: Int, time: Timestamp, isFlip: Bool, isOpen: Bool, drift: Drift
    ) {
        self.target = target
        self.from = from
        self.to = to
        self.time = time
        self.isFlip = isFlip
        self.isOpen = isOpen
        self.drift = drift
    }

    package var impact: Impact { drift.impact }
    package var fingerprint: Fingerprint { drift.fingerprint }
}

package struct QuarantinedAnswer: Hashable, Sendable {
    package var target: TargetKey
    package var time: Timestamp
    package var reason: String
    /// Bounded; the first part of what was answered.
    package var body: [UInt8]

    package init(target: TargetKey, time: Timestamp, reason: String, body: [UInt8]) {
        self.target = target
        self.time = time
        self.reason = reason
        self.body = body
    }
}
