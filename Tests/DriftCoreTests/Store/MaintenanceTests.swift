import DriftCore
import Testing

@Suite struct MaintenanceTests {
    let scratch: Scratch
    let store: SQLiteStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    /// A target whose version n was seen first at n hours; the drift to `reverting` ends what was open.
    private func fill(_ target: TargetKey, versions: Int, reverting: Int? = nil) async throws {
        for number in 1...versions {
            let drift = number == 1 ? nil : Sample.drift(number, reverts: number == reverting)
            _ = try await store.commit(
                Sample.commit(
                    target, at: Int64(number) * 3600, after: number - 1,
                    .newVersion(Sample.version(number, drift: drift)),
                    alerts: number == 1 ? [] : [Sample.detected(number, target)]))
        }
    }

    private func numbers(_ target: TargetKey) async throws -> [Int] {
        try await store.versions(HistoryQuery(targets: [target], limit: 100)).map(\.number)
    }

    @Test func `what is old goes, but not the baseline, the latest, and what an open drift is about`() async throws {
        let (open, closed) = (try Sample.target(1), try Sample.target(2))
        try await fill(open, versions: 10, reverting: 6)
        try await fill(closed, versions: 10, reverting: 10)
        let result = try await store.prune(Retention(age: .zero), now: Sample.time(1_000_000))
        // Open from 7 on, which leads from 6.
        #expect(try await numbers(open) == [10, 9, 8, 7, 6, 1])
        #expect(try await numbers(closed) == [10, 1])
        #expect(result.versions == 4 + 8)
        #expect(result.documents == 4)
        let texts = try await store.canonicalText(of: Digest(of: Sample.text(2)))
        #expect(texts == nil)
        #expect(try await store.canonicalText(of: Digest(of: Sample.text(6))) == Sample.text(6))
        #expect(try SQLiteStore.examine(path: scratch.path("store.db")).faults == [])
        // Nothing is left to forget, and all goes on.
        #expect(try await store.prune(Retention(age: .zero), now: Sample.time(1_000_000)).versions == 0)
        _ = try await store.commit(
            Sample.commit(open, at: 50_000, after: 10, .newVersion(Sample.version(2, drift: Sample.drift(20)))))
        #expect(try await numbers(open).first == 11)
    }

    @Test func `a version is as old as the instant it was last seen`() async throws {
        let target = try Sample.target()
        try await fill(target, versions: 10, reverting: 10)
        // Version n was last seen at n hours; n + 1 came an hour later.
        let result = try await store.prune(Retention(age: .seconds(3600)), now: Sample.time(6 * 3600))
        #expect(try await numbers(target) == [10, 9, 8, 7, 6, 5, 1])
        #expect(result.versions == 3)
    }

    @Test func `the newest versions of each target are kept by count`() async throws {
        for region in 1...2 { try await fill(try Sample.target(region), versions: 8, reverting: 8) }
        #expect(try await store.prune(Retention(count: 3), now: Sample.time(0)).versions == 8)
        #expect(try await numbers(try Sample.target(1)) == [8, 7, 6, 1])
    }

    @Test func `the oldest versions go until the store is small enough`() async throws {
        let target = try Sample.target()
        for number in 1...60 {
            var version = Sample.version(number, drift: number == 1 ? nil : Sample.drift(number, reverts: number == 60))
            version.text = Array("[\"\(String(repeating: "x", count: 20_000))\(number)\"]".utf8)
            version.document = Digest(of: version.text)
            version.view = version.document
            _ = try await store.commit(
                Sample.commit(target, at: Int64(number), after: number - 1, .newVersion(version)))
        }
        let before = try await store.statistics()
        #expect(before.fileBytes > 1_000_000)
        let result = try await store.prune(Retention(bytes: 600_000), now: Sample.time(0))
        #expect(result.bytesAfter <= 600_000)
        #expect(result.bytesBefore == before.fileBytes)
        #expect(Int64(scratch.size("store.db")) == result.bytesAfter)
        let kept = try await numbers(target)
        #expect(kept.first == 60)
        #expect(kept.last == 1)
        #expect(kept.count + result.versions == 60)
        // Nothing that may go would be enough: no version is lost for it that must stay.
        _ = try await store.prune(Retention(bytes: 0), now: Sample.time(0))
        #expect(try await numbers(target) == [60, 1])
        #expect(try SQLiteStore.examine(path: scratch.path("store.db")).faults == [])
    }

    @Test func `alerts go when they have ended and nothing of them is pending`() async throws {
        for change in 1...3 {
            try await store.tell([Sample.detected(change, Sample.target())], time: Sample.time(0))
        }
        for change in 1...2 { try await store.tell([Sample.closed(change, Sample.target())], time: Sample.time(1)) }
        for _ in 0..<2 {
            for delivery in try await store.claimDeliveries(
                channels: ["ops"], limit: 10, lease: .seconds(60), ignoringBackOffSince: nil, now: Sample.time(2))
            where delivery.message.fingerprint != Sample.fingerprint(2) {
                try await store.settle(deliveryID: delivery.id, outcome: .delivered, now: Sample.time(3))
            }
        }
        #expect(try await store.prune(Retention(age: .seconds(10)), now: Sample.time(11)).alerts == 0)
        #expect(try await store.prune(Retention(age: .seconds(10)), now: Sample.time(12)).alerts == 1)
        let statistics = try await store.statistics()
        #expect(statistics.openAlerts == 1)
        #expect(statistics.messages == 3)
        #expect(statistics.deliveries == [.pending: 2, .delivered: 1, .dead: 0, .parked: 0])
        #expect(try SQLiteStore.examine(path: scratch.path("store.db")).faults == [])
    }

    @Test func `statistics count what is there`() async throws {
        try await fill(try Sample.target(1), versions: 3)
        try await fill(try Sample.target(2), versions: 2, reverting: 2)
        let statistics = try await store.statistics()
        #expect(statistics.targets == 2)
        #expect(statistics.versions == 5)
        #expect(statistics.documents == 3)
        #expect(statistics.documentBytes == Int64((1...3).map { Sample.text($0).count }.reduce(0, +)))
        #expect(statistics.drifts == 3)
        #expect(statistics.distinctDrifts == 2)
        #expect(statistics.targetsWithOpenDrift == 1)
        #expect(statistics.openAlerts == 2)
        #expect(statistics.oldestVersion == Sample.time(3600))
        #expect(statistics.logBytes == Int64(scratch.size("store.db-wal")))
    }

    @Test func `a backup is a whole store of its own, made beside running checks`() async throws {
        let target = try Sample.target()
        try await fill(target, versions: 3)
        let path = scratch.path("copy.db")
        let bytes = try await store.backUp(to: path)
        #expect(Int(bytes) == scratch.size("copy.db"))
        #expect(try scratch.mode("copy.db") == 0o600)
        #expect(try SQLiteStore.examine(path: path).faults == [])
        _ = try await store.commit(
            Sample.commit(target, at: 90_000, after: 3, .newVersion(Sample.version(9, drift: Sample.drift(9)))))
        let copy = try scratch.open("copy.db")
        #expect(try await copy.state(of: target)?.latest?.number == 3)
        #expect(try await copy.deliveries(DeliveryQuery()).count == 2)
        await #expect(
            throws: StoreError.cannotOpen(path: path, detail: "the file exists; a backup goes to a new one")
        ) { try await store.backUp(to: path) }
        let nowhere = scratch.path("none/copy.db")
        await #expect(throws: StoreError.self) { try await store.backUp(to: nowhere) }
        #expect(scratch.names().filter { $0.contains(".part") } == [])
    }

    @Test func `an examination says what is wrong`() async throws {
        let target = try Sample.target()
        try await fill(target, versions: 2)
        await store.close()
        var examination = try SQLiteStore.examine(path: scratch.path("store.db"))
        #expect(examination.isSound)
        #expect(examination.documents == 2)
        #expect(examination.versions == 2)
        // The text of version 2, changed by one letter.
        var bytes = try scratch.bytes("store.db")
        let text = Sample.text(2)
        let place = try #require(
            (0..<bytes.count - text.count).first { bytes[$0..<$0 + text.count].elementsEqual(text) })
        bytes[place + 3] ^= 1
        try scratch.write(bytes, "store.db")
        examination = try SQLiteStore.examine(path: scratch.path("store.db"))
        #expect(examination.faults.count == 1)
        #expect(
            examination.faults.first?.hasPrefix(
                "document 2 is not what its digest says: \(Digest(of: text).hex) is stored, its text has ") == true)
        #expect(throws: StoreError.self) { try SQLiteStore.examine(path: scratch.path("none.db")) }
        #expect(scratch.size("none.db") == 0)
    }
}
