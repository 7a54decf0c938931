import FoundationEssentials
import Testing

@testable import DriftCore

/// Figures, not checks: sizes and times on this machine, printed. Run with `DRIFTMONITOR_MEASURE=1`, for times in a
/// release build (`-c release -Xswiftc -enable-testing`).
@Suite(
    .enabled(if: ProcessInfo.processInfo.environment["DRIFTMONITOR_MEASURE"] != nil, "set DRIFTMONITOR_MEASURE"),
    .serialized)
struct StoreMeasurements {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test func `a hundred regions with the same hundred schemas`() async throws {
        let store = try scratch.open()
        let targets = try (0..<10_000).map { try Self.target($0) }
        let clock = ContinuousClock()
        let storing = try await clock.measure {
            for (index, target) in targets.enumerated() {
                _ = try await store.commit(
                    Sample.commit(target, at: Int64(index), after: 0, .newVersion(Self.version(index % 100))))
            }
        }
        print("first versions: \(storing / targets.count) each")
        try await report("100 regions x 100 schemas of 6.5 kB", store)

        for cycle in 1...2 {
            let touching = try await clock.measure {
                for start in stride(from: 0, to: targets.count, by: 256) {
                    try await store.touch(
                        targets[start..<min(start + 256, targets.count)].map {
                            QuietCheck(target: $0, time: Sample.time(Int64(20_000 * cycle)), comparedWith: 1)
                        })
                }
            }
            print("quiet cycle: \(touching / targets.count) each")
        }
        let reading = try await clock.measure {
            for target in targets { _ = try await store.state(of: target) }
        }
        print("state: \(reading / targets.count) each")
        let before = try await report("after two quiet cycles", store)

        // The same change of 110 bytes in one schema of each region, then a change of its own in each of another hundred.
        try await change(targets.filter { Self.schema($0) == 0 }, store) { _ in 1 }
        let shared = try await report("one change in 100 regions", store)
        print("  each: \((shared - before) / 100) bytes, with one new document in all")
        try await change(targets.filter { Self.schema($0) == 1 }, store) { $0 + 2 }
        let own = try await report("100 changes, each its own", store)
        print("  each: \((own - shared) / 100) bytes, of which its document has 6,500")
    }

    @Test func `the history of a million drifts`() async throws {
        let store = try scratch.open()
        let target = try Self.target(0)
        for number in 1...20 {
            _ = try await store.commit(
                Sample.commit(
                    target, at: Int64(number), after: number - 1,
                    .newVersion(Sample.version(number, drift: number == 1 ? nil : Sample.drift(number)))))
        }
        for index in 1..<200 {
            _ = try await store.commit(
                Sample.commit(Self.target(index), at: 100, after: 0, .newVersion(Sample.version(1))))
        }
        await store.close()
        // Rows as commits would make them, only faster.
        let connection = try Connection(path: scratch.path("store.db"), mode: .readWrite)
        try connection.run(
            """
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999999)
            INSERT INTO versions (target, number, view, first_seen, last_seen, drift, flip)
            SELECT 2 + i % 199, 2 + i / 199, 1 + i % 20, 1790000200000 + i, 1790000200000 + i, 1 + i % 19, 1 FROM n
            """)
        try connection.run("UPDATE targets SET latest = (SELECT max(number) FROM versions WHERE target = targets.id)")
        connection.close()
        let full = try scratch.open()
        try await report("a million drifts of 200 targets", full)
        let one = HistoryQuery(targets: [try Self.target(77)], limit: 50)
        try await time("newest 50 of one target", 50) { try await full.drifts(one).count }
        try await time("newest 50 of all", 50) { try await full.drifts(HistoryQuery(limit: 50)).count }
        let region = HistoryQuery(region: "eu-west-101", limit: 50)
        try await time("newest 50 of one region", 50) { try await full.drifts(region).count }
        let kind = HistoryQuery(targets: one.targets, pointer: try Pointer("/properties/p7"), limit: 50)
        try await time("newest 50 of one target at a pointer", 50) { try await full.drifts(kind).count }
        let none = HistoryQuery(kind: ChangeKind("never"), limit: 50)
        try await time("a kind that never came, over all", 0) { try await full.drifts(none).count }
    }

    private static func target(_ index: Int) throws -> TargetKey {
        try TargetKey("mycloud/eu-west-\(100 + index / 100)/metadefs/schema-\(index % 100)")
    }

    private static func schema(_ target: TargetKey) -> Int { Int(target.schema.name.split(separator: "-")[1]) ?? 0 }

    private static func version(_ number: Int, drift: CheckCommit.NewDrift? = nil) -> CheckCommit.NewVersion {
        var version = Sample.version(number, drift: drift)
        version.text = Array(
            "{\"number\":\(number),\"text\":\"\(String(repeating: "x", count: 6_470))\"}".utf8)
        version.document = Digest(of: version.text)
        version.view = version.document
        version.entityTag = "\"0-1-\(number % 100)\""
        return version
    }

    private func change(_ targets: [TargetKey], _ store: SQLiteStore, _ number: (Int) -> Int) async throws {
        for (index, target) in targets.enumerated() {
            let change = number(index)
            _ = try await store.commit(
                Sample.commit(
                    target, at: 50_000, after: 1,
                    .newVersion(Self.version(1000 + change, drift: Sample.drift(change))),
                    alerts: [Sample.detected(change, target)]))
        }
    }

    /// - Returns: the bytes in use, with the log folded in.
    @discardableResult private func report(_ what: String, _ store: SQLiteStore) async throws -> Int64 {
        _ = try await store.prune(Retention(), now: Sample.time(0))
        let statistics = try await store.statistics()
        let used = statistics.fileBytes - statistics.freeBytes
        print("\(what): \(used) bytes, \(statistics.targets) targets, \(statistics.documents) documents")
        return used
    }

    private func time(_ what: String, _ count: Int, _ body: () async throws -> Int) async throws {
        var times: [Duration] = []
        for _ in 0..<5 {
            let start = ContinuousClock.now
            #expect(try await body() == count)
            times.append(ContinuousClock.now - start)
        }
        print("\(what): first \(times[0]), then \(times.dropFirst().min() ?? .zero)")
    }
}
