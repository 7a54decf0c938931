import DriftCore
import Synchronization

/// A store in memory: the proof that `SchemaStore` says all that those above it need. What decides is the product's own
/// pure code (`AlertStep`, `DeliveryProgress`, `ChannelState`, `LoginBreaker`, `Lineage`), what keeps is here.
actor MemoryStore: SchemaStore {
    let alerts: AlertRules
    var targetRows: [TargetKey: TargetEntry] = [:]
    var documents: [Digest: [UInt8]] = [:]
    /// Of all targets, in the order in which they were stored.
    var versionRows: [VersionEntry] = []
    var quarantine: [TargetKey: QuarantinedAnswer] = [:]
    var alertRows: [AlertEntry] = []
    var deliveryRows: [DeliveryEntry] = []
    var channels: [String: ChannelState] = [:]
    var breakers: [CredentialKey: LoginBreaker] = [:]
    private var ids = 0
    private let holds = Holds()

    init(alerts: AlertRules) {
        self.alerts = alerts
    }

    struct TargetEntry {
        var lineage = Lineage()
        var health = TargetHealth()
        var entityTag: String?
        var lastModified: String?
        var lastSeen: Timestamp?
        var lastCheck: Timestamp?
        var lastFull: Timestamp?
        var outcome = LastOutcome(.unchanged)
    }

    struct VersionEntry {
        var version: StoredVersion
        var drift: CheckCommit.NewDrift?
        var isFlip: Bool
        /// Nil while it is the latest: see the target.
        var lastSeen: Timestamp?
    }

    func nextID() -> Int {
        ids += 1
        return ids
    }

    // MARK: Targets and versions

    func state(of target: TargetKey) -> TargetState? {
        guard let row = targetRows[target] else { return nil }
        func version(_ number: Int) -> StoredVersion? {
            versionRows.first { $0.version.target == target && $0.version.number == number }.map(shown)
        }
        return TargetState(
            latest: version(row.lineage.latest), baseline: version(row.lineage.baseline), health: row.health,
            entityTag: row.entityTag, lastModified: row.lastModified, lastCheck: row.lastCheck ?? row.lastSeen,
            lastFull: row.lastFull, outcome: row.outcome)
    }

    func shown(_ entry: VersionEntry) -> StoredVersion {
        var version = entry.version
        let row = targetRows[version.target]
        version.lastSeen = max(version.firstSeen, entry.lastSeen ?? row?.lastSeen ?? version.firstSeen)
        version.isBaseline = row?.lineage.baseline == version.number
        return version
    }

    func hasPublished(_ target: TargetKey, document: Digest, view: Digest) -> Bool {
        versionRows.contains {
            $0.version.target == target && ($0.version.document == document || $0.version.view == view)
        }
    }

    func canonicalText(of document: Digest) -> [UInt8]? { documents[document] }

    func commit(_ commit: CheckCommit) throws(StoreError) -> Int {
        var row = targetRows[commit.target] ?? TargetEntry()
        guard row.lineage.latest == commit.comparedWith else { throw .stale(target: commit.target.description) }
        var isSeen = true
        switch commit.effect {
        case .healthOnly: isSeen = false
        case .seenAgain(let entityTag, let lastModified):
            (row.lastSeen, row.entityTag, row.lastModified) = (commit.time, entityTag, lastModified)
            if commit.outcome.status != 304 { row.lastFull = commit.time }
        case .newVersion(let new): add(new, to: commit.target, &row, at: commit.time)
        case .quarantine(let reason, let body):
            isSeen = false
            quarantine[commit.target] = QuarantinedAnswer(
                target: commit.target, time: commit.time, reason: reason, body: Array(body.prefix(256 << 10)))
        }
        (row.health, row.outcome, row.lastCheck) = (commit.health, commit.outcome, isSeen ? nil : commit.time)
        targetRows[commit.target] = row
        let isVersion = if case .newVersion(let new) = commit.effect { new.drift != nil } else { false }
        for alert in commit.alerts { tell(alert, isVersion: isVersion, time: commit.time) }
        return row.lineage.latest
    }

    private func add(
        _ new: CheckCommit.NewVersion, to target: TargetKey, _ row: inout TargetEntry, at time: Timestamp
    ) {
        documents[new.document] = new.text
        if let index = versionRows.lastIndex(where: { $0.version.target == target }) {
            versionRows[index].lastSeen = row.lastSeen
        }
        row.lineage.add(new.drift)
        versionRows.append(
            VersionEntry(
                version: StoredVersion(
                    target: target, number: row.lineage.latest, document: new.document, view: new.view,
                    rules: new.rules, firstSeen: time, lastSeen: time, isBaseline: false),
                drift: new.drift, isFlip: new.isFlip))
        (row.lastSeen, row.lastFull, row.entityTag, row.lastModified) = (time, time, new.entityTag, new.lastModified)
    }

    func touch(_ checks: [QuietCheck]) {
        for check in checks where targetRows[check.target]?.lineage.latest == check.comparedWith {
            targetRows[check.target]?.lastSeen = check.time
            targetRows[check.target]?.lastCheck = nil
            targetRows[check.target]?.entityTag = check.entityTag
            targetRows[check.target]?.lastModified = check.lastModified
            targetRows[check.target]?.outcome = LastOutcome(.unchanged, status: check.status)
            if check.status != 304 { targetRows[check.target]?.lastFull = check.time }
        }
    }

    func accept(_ acceptance: Acceptance) throws(StoreError) -> Int {
        guard var row = targetRows[acceptance.target], row.lineage.latest > 0 || acceptance.document != nil else {
            throw .notFound(target: acceptance.target.description)
        }
        if let document = acceptance.document {
            add(document, to: acceptance.target, &row, at: acceptance.time)
            quarantine[acceptance.target] = nil
        }
        row.lineage.accept()
        targetRows[acceptance.target] = row
        for alert in acceptance.alerts {
            tell(alert, isVersion: acceptance.document?.drift != nil, time: acceptance.time)
        }
        return row.lineage.latest
    }

    func tell(_ drafts: [AlertDraft], time: Timestamp) {
        for draft in drafts { tell(draft, isVersion: false, time: time) }
    }

    func targets() -> [TargetKey] { targetRows.keys.sorted() }

    func regions() -> [String] { Set(targetRows.keys.compactMap { $0.region?.name }).sorted() }

    func lastURL(of target: TargetKey) -> String? {
        alertRows.compactMap { $0.targets[target]?.url }.last { !$0.isEmpty }
    }

    func overview() -> [TargetOverview] {
        targetRows.sorted { $0.key < $1.key }.map { key, row in
            let latest = versionRows.last { $0.version.target == key }.map(shown)
            return TargetOverview(
                target: key, lineage: row.lineage,
                latest: latest.map {
                    TargetOverview.LatestVersion(
                        document: $0.document, firstSeen: $0.firstSeen, lastSeen: $0.lastSeen)
                }, lastCheck: row.lastCheck ?? row.lastSeen, outcome: row.outcome, health: row.health)
        }
    }

    func quarantined(_ target: TargetKey) -> QuarantinedAnswer? { quarantine[target] }

    // MARK: Upkeep

    nonisolated var place: String { "memory" }
    nonisolated func hold() -> StoreHold? { holds.take() ? StoreHold { [holds] in holds.letGo() } : nil }
    nonisolated func isHeld() -> Bool { holds.isTaken }
    func ping() {}
    func close() {}

    func backUp(to path: String) throws(StoreError) -> Int64 {
        throw .cannotOpen(path: path, detail: "a store in memory has no file")
    }

    func statistics() -> StoreStatistics {
        var statistics = StoreStatistics(path: place)
        (statistics.targets, statistics.versions, statistics.documents) =
            (targetRows.count, versionRows.count, documents.count)
        return statistics
    }

    func prune(_ retention: Retention, now: Timestamp) -> PruneResult { PruneResult() }
}

/// Whether a daemon holds it.
private final class Holds: Sendable {
    private let taken = Mutex(false)

    var isTaken: Bool { taken.withLock { $0 } }

    func take() -> Bool {
        taken.withLock { value in
            defer { value = true }
            return !value
        }
    }

    func letGo() { taken.withLock { $0 = false } }
}
