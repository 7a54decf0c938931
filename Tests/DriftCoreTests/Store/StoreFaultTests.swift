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

    /// As if the disk had only so much left.
    private func limitPages(to count: Int) async throws {
        _ = try await store.writer.run { records throws(StoreError) in
            try records.connection.run("PRAGMA max_page_count = \(count)")
        }
    }
}
