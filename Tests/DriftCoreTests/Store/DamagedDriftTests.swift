import Testing

@testable import DriftCore

/// A drift that is stored and cannot be read is damage, whoever asks for it: never nothing, and never another drift.
@Suite struct DamagedDriftTests {
    let scratch: Scratch

    init() async throws {
        scratch = try Scratch()
        let store = try scratch.open()
        let target = try Sample.target()
        _ = try await store.commit(Sample.commit(target, at: 0, after: 0, .newVersion(Sample.version(1))))
        _ = try await store.commit(
            Sample.commit(
                target, at: 60, after: 1, .newVersion(Sample.version(2, drift: Sample.drift(2))),
                alerts: [Sample.detected(2, target)]))
        await store.close()
    }

    @Test(arguments: [
        (#"replace(json, '"pointer":"/', '"pointer":"')"#, "'/changes/0/pointer' must be a JSON Pointer"),
        (#"replace(json, '"message"', '"massage"')"#, "'/changes/0/message' must be a text"),
        (
            #"replace(json, '"verdict":"breaking"', '"verdict":"breakinf"')"#,
            "must be one of compatible, breaking, unknown"
        ),
        ("substr(json, 2)", "cannot be read"),
        ("'null'", "'/impact' must be a text"),
    ])
    func `the history, the queue and the examination say so`(damage: String, reason: String) async throws {
        try change("json = \(damage)")
        let store = try scratch.open()
        func expectDamage(_ ask: () async throws -> Void) async {
            let error = await #expect(throws: StoreError.self) { try await ask() }
            guard case .damaged(_, let detail)? = error else {
                Issue.record("\(String(describing: error)) is not told as damage")
                return
            }
            #expect(detail.contains(reason))
        }
        await expectDamage { _ = try await store.drifts(HistoryQuery()) }
        await expectDamage { _ = try await store.deliveries(DeliveryQuery()) }
        await expectDamage {
            _ = try await store.claimDeliveries(
                channels: ["ops"], limit: 9, lease: .seconds(60), ignoringBackOffSince: nil, now: Sample.time(99))
        }
        await store.close()
        let faults = try SQLiteStore.examine(path: scratch.path("store.db")).faults
        #expect(faults.count == 1)
        #expect(faults.first?.contains(reason) == true)
    }

    @Test(arguments: ["impact = 1", "fingerprint = 'abc'"])
    func `what is written beside the text must agree with it`(damage: String) async throws {
        try change(damage)
        let store = try scratch.open()
        let error = await #expect(throws: StoreError.self) { _ = try await store.drifts(HistoryQuery()) }
        #expect(error?.description.contains("stored under another impact or fingerprint than it has") == true)
    }

    @Test func `a text that is not the one that was stored is not read`() async throws {
        let connection = try Connection(path: scratch.path("store.db"), mode: .readWrite)
        try connection.run("UPDATE drifts SET json = replace(json, 'p2', 'p3')")
        connection.close()
        let store = try scratch.open()
        let error = await #expect(throws: StoreError.self) { _ = try await store.drifts(HistoryQuery()) }
        #expect(error?.description.contains("the text of drift 1 is not the one that was stored") == true)
    }

    private func change(_ assignment: String) throws {
        let connection = try Connection(path: scratch.path("store.db"), mode: .readWrite)
        #expect(try connection.run("UPDATE drifts SET \(assignment)") == 1)
        // As whoever wrote it wrongly would have: that the text is another one is found before it is read.
        let text = try #require(try connection.row("SELECT json FROM drifts") { $0.bytes(0) })
        try connection.run("UPDATE drifts SET hash = ?", .integer(Records.hash(text)))
        connection.close()
    }
}
