import DriftCore
import Testing

/// What any store must do, written against the protocol.
@Suite struct SchemaStoreTests {
    let scratch: Scratch
    let store: any SchemaStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
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
                    latest: version, baseline: version, health: nil, entityTag: "\"1\"", lastModified: nil,
                    lastCheck: Sample.time(0)))
        #expect(try await store.canonicalText(of: version.document) == Sample.text(1))
        #expect(try await store.drifts(HistoryQuery()) == [])
        #expect(try await store.versions(HistoryQuery()) == [version])
        #expect(try await store.targets() == [target])
    }

    @Test func `a drift is open until the target is back at its baseline, and a document seen before is a flip`()
        async throws
    {
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
        try await commit(target, 1, at: 180, after: 3, drift: Sample.drift(4, reverts: true))
        drifts = try await store.drifts(HistoryQuery())
        #expect(drifts.map(\.isOpen) == [false, false, false])
        #expect(drifts.map(\.isFlip) == [true, false, false])
        try await commit(target, 2, at: 240, after: 4, drift: Sample.drift(2))
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
                    target, at: 60, after: 0, .newVersion(Sample.version(2)), health: ["failures": 3],
                    alerts: [Sample.detected(2, target)]))
        }
        #expect(try await store.versions(HistoryQuery()).count == 1)
        #expect(try await store.state(of: target)?.health == nil)
        #expect(try await store.canonicalText(of: Digest(of: Sample.text(2))) == nil)
        #expect(try await store.deliveries(DeliveryQuery()) == [])
    }

    @Test func `health, validators and the time of the last check are kept`() async throws {
        let target = try Sample.target()
        try await commit(target, 1, at: 0, after: 0)
        #expect(
            try await store.commit(Sample.commit(target, at: 60, after: 1, .healthOnly, health: ["failures": 2])) == 1)
        var state = try #require(await store.state(of: target))
        #expect(state.health == ["failures": 2])
        #expect(state.lastCheck == Sample.time(60))
        #expect(state.latest?.lastSeen == Sample.time(0))
        #expect(state.entityTag == "\"1\"")
        _ = try await store.commit(
            Sample.commit(target, at: 90, after: 1, .seenAgain(entityTag: nil, lastModified: "yesterday")))
        state = try #require(await store.state(of: target))
        #expect(state.health == nil)
        #expect(state.entityTag == nil)
        #expect(state.lastModified == "yesterday")
        #expect(state.lastCheck == Sample.time(90))
        #expect(state.latest?.lastSeen == Sample.time(90))
    }

    @Test func `a target that never answered has health and no version`() async throws {
        let target = try Sample.target()
        #expect(
            try await store.commit(Sample.commit(target, at: 5, after: 0, .healthOnly, health: ["failures": 1])) == 0)
        let state = try #require(await store.state(of: target))
        #expect(state.latest == nil)
        #expect(state.baseline == nil)
        #expect(state.health == ["failures": 1])
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

    @Test func `targets without a region and with long schema names keep their key`() async throws {
        let targets = [try TargetKey("lab/-/metadefs/namespace"), try TargetKey("lab/eu-de/images")]
        for target in targets { try await commit(target, 1, at: 0, after: 0) }
        #expect(try await store.targets() == targets)
        #expect(try await store.versions(HistoryQuery(region: "-")).map(\.target) == [targets[0]])
    }

    private func commit(
        _ target: TargetKey, _ document: Int, at seconds: Int64, after latest: Int, drift: CheckCommit.NewDrift? = nil,
        alerts: [AlertDraft] = []
    ) async throws {
        _ = try await store.commit(
            Sample.commit(
                target, at: seconds, after: latest, .newVersion(Sample.version(document, drift: drift)), alerts: alerts)
        )
    }
}
