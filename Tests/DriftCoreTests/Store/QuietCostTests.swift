import DriftCore
import Testing

@Suite struct QuietCostTests {
    @Test func `a quiet cycle adds no row and no page, and the log stays small`() async throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let targets = try (0..<1_000).map { try Sample.target($0 / 20, schema: "s\($0 % 20)") }
        for target in targets {
            _ = try await store.commit(
                Sample.commit(target, at: 0, after: 0, .newVersion(Sample.version(target.hashValue & 7))))
        }
        func cycle(_ number: Int) async throws {
            for start in stride(from: 0, to: targets.count, by: 256) {
                try await store.touch(
                    targets[start..<min(start + 256, targets.count)].map {
                        QuietCheck(target: $0, time: Sample.time(Int64(number) * 60), comparedWith: 1)
                    })
            }
        }
        try await cycle(1)
        try await cycle(2)
        let before = try await store.statistics()
        var largestLog: Int64 = 0
        for number in 3..<40 {
            try await cycle(number)
            largestLog = max(largestLog, try await store.statistics().logBytes)
        }
        var after = try await store.statistics()
        #expect(largestLog < 4 << 20)
        #expect(largestLog > 0)
        after.logBytes = before.logBytes
        #expect(after == before)
        #expect(try await store.state(of: targets[7])?.lastCheck == Sample.time(39 * 60))
    }

    @Test func `the log stays small while many changes are stored and someone reads`() async throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        var largestLog: Int64 = 0
        for number in 1...600 {
            var version = Sample.version(number, drift: number == 1 ? nil : Sample.drift(number))
            version.text = Array("[\"\(String(repeating: "x", count: 6_500))\(number)\"]".utf8)
            version.document = Digest(of: version.text)
            _ = try await store.commit(
                Sample.commit(Sample.target(), at: Int64(number), after: number - 1, .newVersion(version)))
            if number % 10 == 0 {
                _ = try await store.drifts(HistoryQuery(limit: 20))
                largestLog = max(largestLog, try await store.statistics().logBytes)
            }
        }
        #expect(largestLog < 4 << 20)
        #expect(try await store.versions(HistoryQuery(limit: 1000)).count == 600)
    }
}
