/// What one check has to store.
package struct CheckCommit: Hashable, Sendable {
    package var target: TargetKey
    package var time: Timestamp
    /// The latest version when the check compared; 0 for none. The commit is refused as stale if it is another by now.
    package var comparedWith: Int
    package var effect: Effect
    package var health: TargetHealth
    package var outcome: LastOutcome
    package var alerts: [AlertDraft]

    package enum Effect: Hashable, Sendable {
        /// Nothing published was seen: a failure, or an answer that is not confirmed. Health and alerts are stored.
        case healthOnly
        /// The latest version was seen again.
        case seenAgain(entityTag: String?, lastModified: String?)
        case newVersion(NewVersion)
        case quarantine(reason: String, body: [UInt8])
    }

    package struct NewVersion: Hashable, Sendable {
        /// Canonical text.
        package var text: [UInt8]
        package var document: Digest
        package var view: Digest
        package var rules: Digest
        package var entityTag: String?
        package var lastModified: String?
        /// Nil for the first version, which becomes the baseline.
        package var drift: NewDrift?
        /// The target published this document before.
        package var isFlip: Bool

        package init(
            text: [UInt8], document: Digest, view: Digest, rules: Digest, entityTag: String?, lastModified: String?,
            drift: NewDrift?, isFlip: Bool = false
        ) {
            self.text = text
            self.document = document
            self.view = view
            self.rules = rules
            self.entityTag = entityTag
            self.lastModified = lastModified
            self.drift = drift
            self.isFlip = isFlip
        }
    }

    package struct NewDrift: Hashable, Sendable {
        /// From the version compared with.
        package var drift: Drift
        /// Back at the baseline's view: the open drift closes, and this one is not open.
        package var reverts: Bool

        package init(_ drift: Drift, reverts: Bool) {
            self.drift = drift
            self.reverts = reverts
        }
    }

    package init(
        target: TargetKey, time: Timestamp, comparedWith: Int, effect: Effect, health: TargetHealth,
        outcome: LastOutcome, alerts: [AlertDraft]
    ) {
        self.target = target
        self.time = time
        self.comparedWith = comparedWith
        self.effect = effect
        self.health = health
        self.outcome = outcome
        self.alerts = alerts
    }
}

/// A check that found the latest version again, with nothing else to say.
package struct QuietCheck: Hashable, Sendable {
    package var target: TargetKey
    package var time: Timestamp
    package var comparedWith: Int
    /// Of the answer; some servers give other ones each time.
    package var entityTag: String?
    package var lastModified: String?
    /// Of the answer: 304 says that the document is the same, without the document.
    package var status: Int

    package init(
        target: TargetKey, time: Timestamp, comparedWith: Int, entityTag: String? = nil, lastModified: String? = nil,
        status: Int = 200
    ) {
        self.target = target
        self.time = time
        self.comparedWith = comparedWith
        self.entityTag = entityTag
        self.lastModified = lastModified
        self.status = status
    }
}

package struct Acceptance: Hashable, Sendable {
    package var target: TargetKey
    package var time: Timestamp
    package var note: String?
    package var by: String?
    /// The messages that tell of the closed drift.
    package var alerts: [AlertDraft]
    /// Accepts this document (the quarantined answer) as a new version instead of the latest one.
    package var document: CheckCommit.NewVersion?

    package init(
        target: TargetKey, time: Timestamp, note: String?, by: String?, alerts: [AlertDraft],
        document: CheckCommit.NewVersion? = nil
    ) {
        self.target = target
        self.time = time
        self.note = note
        self.by = by
        self.alerts = alerts
        self.document = document
    }
}
