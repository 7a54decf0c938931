import DriftCore
import Testing

/// The questions to the history, over a store.
@Suite(.eachStore) struct HistoryQuestionTests {
    let scratch: Scratch
    let store: any SchemaStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.anyStore()
    }

    private var history: History { History(store) }

    private func commit(
        _ region: Int, _ effect: CheckCommit.Effect, at seconds: Int64, after latest: Int,
        health: TargetHealth = TargetHealth(), alerts: [AlertDraft] = []
    ) async throws {
        _ = try await store.commit(
            Sample.commit(
                Sample.target(region), at: seconds, after: latest, effect, health: health, alerts: alerts))
    }

    @Test func `a new store has nothing to say`() async throws {
        let standing = try await history.standing(now: Sample.time(0))
        #expect(standing == Standing(time: Sample.time(0), targets: 0, lastCheck: nil))
        #expect(standing.level == .well)
    }

    @Test func `the fleet says where each target stands`() async throws {
        try await commit(2, .newVersion(Sample.version(1)), at: 0, after: 0)
        try await commit(1, .newVersion(Sample.version(1)), at: 10, after: 0)
        try await commit(2, .newVersion(Sample.version(2, drift: Sample.drift(2))), at: 20, after: 1)
        try await store.touch([QuietCheck(target: Sample.target(2), time: Sample.time(50), comparedWith: 2)])
        var health = TargetHealth()
        health.countFailure(at: Sample.time(60), isCredentialsFault: false)
        try await commit(1, .healthOnly, at: 60, after: 1, health: health)
        try await commit(3, .healthOnly, at: 70, after: 0, health: health)
        func latest(_ document: Int, _ first: Int64, _ last: Int64) -> TargetOverview.LatestVersion {
            TargetOverview.LatestVersion(
                document: Digest(of: Sample.text(document)), firstSeen: Sample.time(first), lastSeen: Sample.time(last))
        }
        let fine = LastOutcome(.unchanged, status: 200)
        #expect(
            try await history.fleet() == [
                TargetOverview(
                    target: try Sample.target(1), lineage: Lineage(latest: 1, baseline: 1),
                    latest: latest(1, 10, 10), lastCheck: Sample.time(60), outcome: fine, health: health),
                TargetOverview(
                    target: try Sample.target(2), lineage: Lineage(latest: 2, baseline: 1, openFrom: 2),
                    latest: latest(2, 20, 50), lastCheck: Sample.time(50), outcome: fine, health: TargetHealth()),
                TargetOverview(
                    target: try Sample.target(3), lineage: Lineage(), latest: nil, lastCheck: Sample.time(70),
                    outcome: fine, health: health),
            ])
        let troubles = try await history.troubles()
        #expect(troubles.map { $0.targets.map(\.target.description) } == [["lab/r1/images", "lab/r3/images"]])
    }

    @Test func `what is open leaves with its acceptance, or when its target goes back`() async throws {
        for region in 1...3 {
            try await commit(region, .newVersion(Sample.version(1)), at: 0, after: 0)
            try await commit(region, .newVersion(Sample.version(2, drift: Sample.drift(2))), at: 10, after: 1)
        }
        try await commit(3, .newVersion(Sample.version(3, drift: Sample.drift(3))), at: 20, after: 2)
        #expect(try await history.openDrifts().map(\.targets.count) == [1, 3])
        _ = try await store.accept(
            Acceptance(target: Sample.target(3), time: Sample.time(30), note: nil, by: nil, alerts: []))
        #expect(try await history.openDrifts().map(\.targets.count) == [2])
        let back = Sample.version(1, drift: Sample.drift(4, reverts: true))
        try await commit(1, .newVersion(back), at: 40, after: 2)
        let open = try await history.openDrifts()
        #expect(open.map { $0.targets.map(\.description) } == [["lab/r2/images"]])
        #expect(open.first?.drift == Sample.difference(2))
        #expect(try await history.standing(now: Sample.time(50)).level == .open)
    }

    /// As many as are no longer looked up one by one, beside many that have nothing open.
    @Test func `open drifts of many targets are found, and no others`() async throws {
        for region in 1...200 {
            try await commit(region, .newVersion(Sample.version(1)), at: 0, after: 0)
            let drift = Sample.drift(2, reverts: region % 2 == 0)
            try await commit(region, .newVersion(Sample.version(2, drift: drift)), at: 10, after: 1)
        }
        let open = try await history.openDrifts()
        #expect(open.map(\.targets.count) == [100])
        #expect(open.first?.targets.allSatisfy { !$0.description.hasSuffix("0/images") } == true)
        let few = HistoryQuery(region: "r7", onlyOpen: true)
        #expect(try await store.drifts(few).map(\.target.description) == ["lab/r7/images"])
        #expect(try await store.drifts(HistoryQuery(region: "r8", onlyOpen: true)) == [])
        #expect(try await store.drifts(HistoryQuery(targets: [Sample.target(8)], onlyOpen: true)) == [])
        #expect(try await store.drifts(HistoryQuery(onlyOpen: true, limit: 3)).count == 3)
    }

    @Test func `a message that waits to be sent is no trouble, one that did not arrive is`() async throws {
        try await store.tell([Sample.detected(1, Sample.target(1))], time: Sample.time(0))
        #expect(try await history.standing(now: Sample.time(1)).level == .well)
        let claimed = try await store.claimDeliveries(
            channels: ["ops"], limit: 1, lease: .seconds(60), ignoringBackOffSince: nil, now: Sample.time(1))
        let retry = DeliveryOutcome.retry(notBefore: Sample.time(99), throttledUntil: nil, reason: "answered 503")
        try await store.settle(deliveryID: try #require(claimed.first).id, outcome: retry, now: Sample.time(2))
        let standing = try await history.standing(now: Sample.time(3))
        #expect(standing.level == .trouble)
        #expect(standing.queue.map(\.reason) == ["answered 503"])
    }

    @Test func `a refused login is named until its pause is over`() async throws {
        let key = CredentialKey(authURL: "https://iam.example/v3", user: "demo")
        _ = try await store.beginLogin(key, revision: "1", now: Sample.time(0))
        #expect(try await history.pausedLogins(now: Sample.time(1)) == [])
        try await store.endLogin(key, revision: "1", outcome: .refused(reason: "refused (401)"), now: Sample.time(1))
        #expect(
            try await history.pausedLogins(now: Sample.time(2)) == [
                PausedLogin(credential: key, until: Sample.time(901), reason: "refused (401)")
            ])
        #expect(try await history.standing(now: Sample.time(2)).level == .trouble)
        #expect(try await history.pausedLogins(now: Sample.time(901)) == [])
    }
}
