import DriftCore
import FoundationEssentials
import Testing

@testable import DriftMonitor

@Suite struct UpkeepTests {
    private static let now = Timestamp(milliseconds: 1_700_000_000_000)

    @Test(
        arguments: [
            (nil, .mark), (0, .notYet), (3600, .notYet), (22 * 3600, .notYet), (23 * 3600, .prune), (86_400, .prune),
            (60 * 86_400, .prune), (60 * 86_400 + 1, .mark), (40 * 365 * 86_400, .mark), (-1, .mark), (-86_400, .mark),
        ] as [(Int?, Upkeep.Turn)])
    func `old versions are forgotten once a day, by a clock that was right a day ago`(ago: Int?, expected: Upkeep.Turn)
    {
        let marked = ago.map { Self.now.advanced(by: .seconds(-$0)) }
        #expect(Upkeep.turn(marked: marked, now: Self.now) == expected)
    }

    @Test func `the time is kept beside the store, whatever was found`() async throws {
        let tool = try Tool()
        let upkeep = Upkeep(store: tool.path("store.db"), retention: .standard)
        var found = PruneResult()
        func run(_ seconds: Int) async throws -> PruneResult? {
            let result = found
            return try await upkeep.run({ _, _ in result }, now: Self.now.advanced(by: .seconds(seconds)))
        }
        found.versions = 7
        // The first time only says when that was.
        #expect(try await run(0) == nil)
        #expect(try await run(1000) == nil)
        #expect(try await run(90_000)?.versions == 7)
        #expect(try await run(90_001) == nil)
        found.versions = 0
        #expect(try await run(180_000) == nil)
        found.versions = 1
        #expect(try await run(181_000) == nil)
        // A failure is tried again.
        struct Failure: Error {}
        await #expect(throws: Failure.self) {
            try await upkeep.run({ _, _ in throw Failure() }, now: Self.now.advanced(by: .seconds(270_000)))
        }
        #expect(try await run(271_000)?.versions == 1)
    }

    @Test func `a link in the place of the mark is not followed`() async throws {
        let tool = try Tool()
        try FileManager.default.createSymbolicLink(
            atPath: tool.path("store.db.lock"), withDestinationPath: tool.path("elsewhere"))
        let upkeep = Upkeep(store: tool.path("store.db"), retention: .standard)
        await #expect(throws: (any Error).self) { try await upkeep.run({ _, _ in PruneResult() }, now: Self.now) }
        #expect(!FileManager.default.fileExists(atPath: tool.path("elsewhere")))
    }
}
