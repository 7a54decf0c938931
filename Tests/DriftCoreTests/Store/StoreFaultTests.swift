import FoundationEssentials
import Testing

@testable import DriftCore

@Suite struct StoreFaultTests {
    let scratch: Scratch
    let store: SQLiteStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    @Test func `a full disk fails one step whole, and the next one works when there is room`() async throws {
        let target = try Sample.target()
        _ = try await store.commit(Sample.commit(target, at: 0, after: 0, .newVersion(Sample.version(1))))
        try await limitPages(to: 1)
        var large = Sample.version(2, drift: Sample.drift(2))
        large.text = Array(repeating: UInt8(ascii: "1"), count: 500_000)
        let commit = Sample.commit(
            target, at: 1, after: 1, .newVersion(large), alerts: [Sample.detected(2, target)])
        await #expect(throws: StoreError.full(path: scratch.path("store.db"))) { try await store.commit(commit) }
        #expect(try await store.state(of: target)?.latest?.number == 1)
        #expect(try await store.deliveries(DeliveryQuery()) == [])
        // What needs no room goes on.
        try await store.touch([QuietCheck(target: target, time: Sample.time(5), comparedWith: 1)])
        try await limitPages(to: 1_000_000)
        #expect(try await store.commit(commit) == 2)
        #expect(try await store.deliveries(DeliveryQuery()).count == 1)
    }

    @Test func `whoever may only read is told so`() async throws {
        await #expect(throws: StoreError.readOnly(path: scratch.path("store.db"))) {
            try await store.asker.run { records throws(StoreError) in
                try records.connection.run("DELETE FROM targets")
            }
        }
    }

    @Test func `an id of sixteen bytes has a text that reads back`() throws {
        var texts: Set<String> = []
        for byte in UInt8.min...UInt8.max {
            let id = try #require(UniqueID(bytes: (0..<16).map { byte &+ $0 &* 7 }))
            texts.insert(id.text(.message))
            #expect(UniqueID(id.text(.message)) == id)
            #expect(id.text(.alert).utf8.count == 30)
        }
        #expect(texts.count == 256)
        #expect(UniqueID(bytes: Array(repeating: 0, count: 16))?.text(.message) == "msg_aaaaaaaaaaaaaaaaaaaaaaaaaa")
        #expect(UniqueID(bytes: [1]) == nil)
        #expect(UniqueID("msg_") == nil)
        #expect(UniqueID("msg_1aaaaaaaaaaaaaaaaaaaaaaaaa") == nil)
    }

    @Test(arguments: ["deleted", "replaced", "log deleted", "folder moved"])
    func `nothing is written when another file has the store's name`(_ what: String) async throws {
        let target = try Sample.target()
        _ = try await store.commit(Sample.commit(target, at: 0, after: 0, .newVersion(Sample.version(1))))
        try await store.ping()
        let files = FileManager.default
        switch what {
        case "deleted": try files.removeItem(atPath: scratch.path("store.db"))
        case "replaced":
            let other = try scratch.open("other.db")
            _ = try await other.commit(Sample.commit(target, at: 0, after: 0, .newVersion(Sample.version(7))))
            await other.close()
            try files.removeItem(atPath: scratch.path("store.db"))
            try files.moveItem(atPath: scratch.path("other.db"), toPath: scratch.path("store.db"))
        case "log deleted": try files.removeItem(atPath: scratch.path("store.db-wal"))
        default: try files.moveItem(atPath: scratch.directory, toPath: scratch.directory + "-moved")
        }
        let expected = StoreError.replaced(path: scratch.path("store.db"))
        await #expect(throws: expected) { try await store.ping() }
        await #expect(throws: expected) {
            try await store.touch([QuietCheck(target: target, time: Sample.time(9), comparedWith: 1)])
        }
        await #expect(throws: expected) {
            try await store.commit(
                Sample.commit(target, at: 9, after: 1, .newVersion(Sample.version(2, drift: Sample.drift(2)))))
        }
        await store.close()
        if what == "replaced" {
            // The other file is whole: nothing of the old log was taken for its own.
            #expect(try SQLiteStore.examine(path: scratch.path("store.db")).faults == [])
            let other = try scratch.open()
            #expect(try await other.state(of: target)?.latest?.document == Digest(of: Sample.text(7)))
            await other.close()
        }
        if what == "folder moved" {
            try files.moveItem(atPath: scratch.directory + "-moved", toPath: scratch.directory)
        }
    }

    /// A bit that flips is damage, or stands where it says nothing: it is never a document, a verdict or a change that
    /// was not stored. A slow run flips a thousand.
    @Test func `no bit that flips makes a document or a drift that nobody stored`() async throws {
        let target = try Sample.target()
        for number in 1...4 {
            let drift = number == 1 ? nil : Sample.drift(number)
            _ = try await store.commit(
                Sample.commit(
                    target, at: Int64(number), after: number - 1, .newVersion(Sample.version(number, drift: drift)),
                    alerts: number == 1 ? [] : [Sample.detected(number, target)]))
        }
        let drifts = Set(try await store.drifts(HistoryQuery()).map(\.drift.json.canonicalString))
        await store.close()
        let whole = try scratch.bytes("store.db")
        var generator = SeededGenerator(seed: 7)
        var refused = 0
        for _ in 0..<(isSlow ? 1000 : 150) {
            var bytes = whole
            bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            try scratch.write(bytes, "flipped.db")
            for rest in ["-wal", "-shm"] {
                try? FileManager.default.removeItem(atPath: scratch.path("flipped.db" + rest))
            }
            do {
                let store = try scratch.open("flipped.db")
                defer { Task { await store.close() } }
                for number in 1...4 {
                    let text = try await store.canonicalText(of: Digest(of: Sample.text(number)))
                    #expect(text == nil || text == Sample.text(number))
                }
                _ = try await store.state(of: target)
                _ = try await store.overview()
                _ = try await store.deliveries(DeliveryQuery())
                for drift in try await store.drifts(HistoryQuery()) {
                    #expect(drifts.contains(drift.drift.json.canonicalString))
                    #expect(drift.impact == .breaking)
                }
            } catch {
                refused += 1
            }
        }
        #expect(refused > 0)
    }

    private var isSlow: Bool { ProcessInfo.processInfo.environment["DRIFTMONITOR_SLOW_TESTS"] != nil }

    /// As if the disk had only so much left.
    private func limitPages(to count: Int) async throws {
        _ = try await store.writer.run { records throws(StoreError) in
            try records.connection.run("PRAGMA max_page_count = \(count)")
        }
    }
}
