import DriftCore
import Testing

/// What any store must do, written against the protocol.
@Suite(.eachStore) struct SchemaStoreTests {
    let scratch: Scratch
    let store: any SchemaStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.anyStore()
    }

    @Test func `a target is unknown before its first commit`() async throws {
        #expect(try await store.state(of: Sample.target()) == nil)
        #expect(try await store.targets() == [])
        #expect(try await store.versions(HistoryQuery()) == [])
        #expect(try await store.quarantined(Sample.target()) == nil)
    }

    @Test func `the first version is the baseline and has no drift`() async throws {
        let target = try Sample.target()
        let number = try await store.commit(Sample.commit(target, at: 0, after: 0, .newVersion(Sample.version(1))))
        #expect(number == 1)
        let state = try #require(await store.state(of: target))
        let version = StoredVersion(
            target: target, number: 1, document: Digest(of: Sample.text(1)), view: Digest(of: Sample.text(1)),
            rules: Sample.rules, firstSeen: Sample.time(0), lastSeen: Sample.time(0), isBaseline: true)
        #expect(
            state
                == TargetState(
                    latest: version, baseline: version, entityTag: "\"1\"",
                    lastCheck: Sample.time(0), lastFull: Sample.time(0),
                    outcome: LastOutcome(.unchanged, status: 200)))
        #expect(try await store.canonicalText(of: version.document) == Sample.text(1))
        #expect(try await store.drifts(HistoryQuery()) == [])
        #expect(try await store.versions(HistoryQuery()) == [version])
        #expect(try await store.targets() == [target])
    }

    @Test func `a drift is open until the target is back at its baseline, and a flip stays marked`() async throws {
        let target = try Sample.target()
        try await commit(target, 1, at: 0, after: 0)
        try await commit(target, 2, at: 60, after: 1, drift: Sample.drift(2))
        try await commit(target, 3, at: 120, after: 2, drift: Sample.drift(3))
        var drifts = try await store.drifts(HistoryQuery())
        #expect(drifts.map(\.to) == [3, 2])
        #expect(drifts.map(\.isOpen) == [true, true])
        #expect(drifts.map(\.isFlip) == [false, false])
        #expect(
            drifts.last
                == StoredDrift(
                    target: target, from: 1, to: 2, time: Sample.time(60), isFlip: false, isOpen: true,
                    drift: Sample.difference(2)))
        try await commit(target, 1, at: 180, after: 3, drift: Sample.drift(4, reverts: true), isFlip: true)
        drifts = try await store.drifts(HistoryQuery())
        #expect(drifts.map(\.isOpen) == [false, false, false])
        #expect(drifts.map(\.isFlip) == [true, false, false])
        try await commit(target, 2, at: 240, after: 4, drift: Sample.drift(2), isFlip: true)
        #expect(try await store.drifts(HistoryQuery(onlyOpen: true)).map(\.to) == [5])
        drifts = try await store.drifts(HistoryQuery())
        #expect(drifts.map(\.isOpen) == [true, false, false, false])
        let state = try #require(await store.state(of: target))
        #expect(state.latest?.number == 5)
        #expect(state.baseline?.number == 1)
    }

    @Test func `a version before the latest keeps the instant at which it was last seen`() async throws {
        let target = try Sample.target()
        try await commit(target, 1, at: 0, after: 0)
        try await store.touch([QuietCheck(target: target, time: Sample.time(30), comparedWith: 1)])
        #expect(try await store.state(of: target)?.latest?.lastSeen == Sample.time(30))
        #expect(try await store.state(of: target)?.lastCheck == Sample.time(30))
        try await commit(target, 2, at: 60, after: 1, drift: Sample.drift(2))
        try await store.touch([QuietCheck(target: target, time: Sample.time(90), comparedWith: 2)])
        let versions = try await store.versions(HistoryQuery())
        #expect(versions.map(\.lastSeen) == [Sample.time(90), Sample.time(30)])
        #expect(versions.map(\.isBaseline) == [false, true])
    }

    @Test func `a commit against another version than the latest is stale and changes nothing`() async throws {
        let target = try Sample.target()
        try await commit(target, 1, at: 0, after: 0)
        await #expect(throws: StoreError.stale(target: "lab/r1/images")) {
            try await store.commit(
                Sample.commit(
                    target, at: 60, after: 0, .newVersion(Sample.version(2)), health: Sample.failing(3),
                    alerts: [Sample.detected(2, target)]))
        }
        #expect(try await store.versions(HistoryQuery()).count == 1)
        #expect(try await store.state(of: target)?.health.isClean == true)
        #expect(try await store.canonicalText(of: Digest(of: Sample.text(2))) == nil)
        #expect(try await store.deliveries(DeliveryQuery()) == [])
    }

    @Test func `health, validators and the time of the last check are kept`() async throws {
        let target = try Sample.target()
        try await commit(target, 1, at: 0, after: 0)
        #expect(
            try await store.commit(Sample.commit(target, at: 60, after: 1, .healthOnly, health: Sample.failing(2))) == 1
        )
        var state = try #require(await store.state(of: target))
        #expect(state.health == Sample.failing(2))
        #expect(state.lastCheck == Sample.time(60))
        #expect(state.latest?.lastSeen == Sample.time(0))
        #expect(state.entityTag == "\"1\"")
        _ = try await store.commit(
            Sample.commit(target, at: 90, after: 1, .seenAgain(entityTag: nil, lastModified: "yesterday")))
        state = try #require(await store.state(of: target))
        #expect(state.health.isClean == true)
        #expect(state.entityTag == nil)
        #expect(state.lastModified == "yesterday")
        #expect(state.lastCheck == Sample.time(90))
        #expect(state.latest?.lastSeen == Sample.time(90))
    }

    @Test func `a target that never answered has health and no version`() async throws {
        let target = try Sample.target()
        #expect(
            try await store.commit(Sample.commit(target, at: 5, after: 0, .healthOnly, health: Sample.failing(1))) == 0)
        let state = try #require(await store.state(of: target))
        #expect(state.latest == nil)
        #expect(state.baseline == nil)
        #expect(state.health == Sample.failing(1))
        #expect(state.lastCheck == Sample.time(5))
    }

    @Test func `quiet checks of unknown or moved-on targets are passed over`() async throws {
        let target = try Sample.target()
        try await commit(target, 1, at: 0, after: 0)
        try await store.touch([
            QuietCheck(target: try Sample.target(9), time: Sample.time(30), comparedWith: 1),
            QuietCheck(target: target, time: Sample.time(30), comparedWith: 7),
        ])
        #expect(try await store.state(of: target)?.lastCheck == Sample.time(0))
        #expect(try await store.targets() == [target])
    }

    @Test func `accepting makes the latest version the baseline and closes the drift`() async throws {
        let target = try Sample.target()
        try await commit(target, 1, at: 0, after: 0)
        try await commit(target, 2, at: 60, after: 1, drift: Sample.drift(2), alerts: [Sample.detected(2, target)])
        let number = try await store.accept(
            Acceptance(
                target: target, time: Sample.time(120), note: "planned", by: "me", alerts: [Sample.closed(2, target)]))
        #expect(number == 2)
        #expect(try await store.state(of: target)?.baseline?.number == 2)
        #expect(try await store.drifts(HistoryQuery()).map(\.isOpen) == [false])
        #expect(
            try await store.deliveries(DeliveryQuery()).map(\.delivery.message.event) == [.driftClosed, .driftDetected])
    }

    @Test func `accepting the quarantined answer stores it as a version and empties the quarantine`() async throws {
        let target = try Sample.target()
        try await commit(target, 1, at: 0, after: 0)
        _ = try await store.commit(
            Sample.commit(target, at: 60, after: 1, .quarantine(reason: "shrunk", body: Sample.text(2))))
        #expect(
            try await store.quarantined(target)
                == QuarantinedAnswer(
                    target: target, time: Sample.time(60), reason: "shrunk", body: Sample.text(2)))
        #expect(try await store.state(of: target)?.latest?.number == 1)
        let number = try await store.accept(
            Acceptance(
                target: target, time: Sample.time(90), note: nil, by: nil, alerts: [],
                document: Sample.version(2, drift: Sample.drift(2))))
        #expect(number == 2)
        #expect(try await store.quarantined(target) == nil)
        #expect(try await store.state(of: target)?.baseline?.number == 2)
        #expect(try await store.drifts(HistoryQuery()).map(\.isOpen) == [false])
    }

    @Test func `nothing can be accepted of a target without a version`() async throws {
        await #expect(throws: StoreError.notFound(target: "lab/r1/images")) {
            try await store.accept(
                Acceptance(target: Sample.target(), time: Sample.time(0), note: nil, by: nil, alerts: []))
        }
    }

    @Test func `a view differs from its document and rules are told apart`() async throws {
        let target = try Sample.target()
        var version = Sample.version(1)
        version.view = Digest(of: Sample.text(8))
        version.rules = Digest(of: Sample.text(9))
        _ = try await store.commit(Sample.commit(target, at: 0, after: 0, .newVersion(version)))
        let other = try Sample.target(2)
        try await commit(other, 1, at: 0, after: 0)
        let latest = try #require(await store.state(of: target)?.latest)
        #expect(latest.view == Digest(of: Sample.text(8)))
        #expect(latest.rules == Digest(of: Sample.text(9)))
        #expect(latest.document == Digest(of: Sample.text(1)))
        #expect(try await store.state(of: other)?.latest?.view == Digest(of: Sample.text(1)))
    }

    @Test func `what a check came to is kept with the target until the next one`() async throws {
        let (good, bad) = (try Sample.target(1), try Sample.target(2))
        try await commit(good, 1, at: 0, after: 0)
        _ = try await store.commit(
            Sample.commit(
                bad, at: 5, after: 0, .healthOnly, health: Sample.failing(1),
                outcome: LastOutcome(.failed, status: 503, reason: "answered 503")))
        try await store.touch([QuietCheck(target: good, time: Sample.time(60), comparedWith: 1, status: 304)])
        let fleet = try await store.overview()
        #expect(fleet.map(\.target) == [good, bad])
        #expect(fleet.map(\.outcome.kind) == [.unchanged, .failed])
        #expect(fleet.map(\.outcome.status) == [304, 503])
        #expect(fleet.map(\.outcome.reason) == [nil, "answered 503"])
        #expect(fleet.map(\.lastCheck) == [Sample.time(60), Sample.time(5)])
        #expect(fleet.map(\.lineage) == [Lineage(latest: 1, baseline: 1), Lineage()])
        #expect(fleet.map(\.health) == [TargetHealth(), Sample.failing(1)])
        #expect(fleet[0].latest?.document == Digest(of: Sample.text(1)))
        #expect(fleet[0].latest?.lastSeen == Sample.time(60))
        #expect(fleet[1].latest == nil)
    }

    @Test func `a 304 is no look at the whole document`() async throws {
        let target = try Sample.target()
        try await commit(target, 1, at: 0, after: 0)
        func full() async throws -> Timestamp? { try await store.state(of: target)?.lastFull }
        #expect(try await full() == Sample.time(0))
        try await store.touch([QuietCheck(target: target, time: Sample.time(60), comparedWith: 1, status: 304)])
        #expect(try await full() == Sample.time(0))
        try await store.touch([QuietCheck(target: target, time: Sample.time(120), comparedWith: 1)])
        #expect(try await full() == Sample.time(120))
        for (time, status) in [(180, 304), (240, 200)] as [(Int64, Int)] {
            _ = try await store.commit(
                Sample.commit(
                    target, at: time, after: 1, .seenAgain(entityTag: nil, lastModified: nil),
                    outcome: LastOutcome(.unchanged, status: status)))
            #expect(try await full() == Sample.time(status == 304 ? 120 : 240))
        }
    }

    @Test func `a document and a view are known when the target published either`() async throws {
        let target = try Sample.target()
        var version = Sample.version(1)
        version.view = Digest(of: Sample.text(8))
        _ = try await store.commit(Sample.commit(target, at: 0, after: 0, .newVersion(version)))
        func known(_ document: Int, _ view: Int, of target: TargetKey) async throws -> Bool {
            try await store.hasPublished(
                target, document: Digest(of: Sample.text(document)), view: Digest(of: Sample.text(view)))
        }
        #expect(try await known(1, 7, of: target))
        #expect(try await known(7, 8, of: target))
        #expect(try await !known(7, 7, of: target))
        #expect(try await !known(1, 8, of: Sample.target(2)))
    }

    @Test func `nothing is seen last before it was seen first, whatever the clock did`() async throws {
        let target = try Sample.target()
        try await commit(target, 1, at: 86_400, after: 0)
        try await store.touch([QuietCheck(target: target, time: Sample.time(0), comparedWith: 1)])
        #expect(try await store.state(of: target)?.latest?.lastSeen == Sample.time(86_400))
        try await commit(target, 2, at: 60, after: 1, drift: Sample.drift(2))
        let versions = try await store.versions(HistoryQuery())
        #expect(versions.map(\.firstSeen) == [Sample.time(60), Sample.time(86_400)])
        #expect(versions.map(\.lastSeen) == [Sample.time(60), Sample.time(86_400)])
        #expect(try await store.overview().map(\.latest?.lastSeen) == [Sample.time(60)])
    }

    @Test func `targets without a region and with long schema names keep their key`() async throws {
        let targets = [try TargetKey("lab/-/metadefs/namespace"), try TargetKey("lab/eu-de/images")]
        for target in targets { try await commit(target, 1, at: 0, after: 0) }
        #expect(try await store.targets() == targets)
        #expect(try await store.versions(HistoryQuery(region: "-")).map(\.target) == [targets[0]])
    }

    private func commit(
        _ target: TargetKey, _ document: Int, at seconds: Int64, after latest: Int, drift: CheckCommit.NewDrift? = nil,
        isFlip: Bool = false, alerts: [AlertDraft] = []
    ) async throws {
        _ = try await store.commit(
            Sample.commit(
                target, at: seconds, after: latest, .newVersion(Sample.version(document, drift: drift, isFlip: isFlip)),
                alerts: alerts))
    }
}
