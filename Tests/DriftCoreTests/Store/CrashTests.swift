import DriftCore
import Synchronization
import Testing

/// Ends at each point where something is written: the files are copied as a killed process leaves them, and opened again.
@Suite struct CrashTests {
    @Test func `wherever a process is killed, the store is sound and holds all or nothing of each step`() async throws {
        let scratch = try Scratch()
        let copies = Mutex<[String]>([])
        let store = try scratch.open(onWrite: { _ in
            let name = "crash-\(copies.withLock { $0.count }).db"
            scratch.copy("store.db", to: name)
            copies.withLock { $0.append(name) }
        })
        let target = try Sample.target()
        _ = try await store.commit(Sample.commit(target, at: 0, after: 0, .newVersion(Sample.version(1))))
        _ = try await store.commit(
            Sample.commit(
                target, at: 1, after: 1, .newVersion(Sample.version(2, drift: Sample.drift(2))),
                health: Sample.failing(1),
                alerts: [Sample.detected(2, target, channels: ["ops", "log"])]))
        try await store.touch([QuietCheck(target: target, time: Sample.time(2), comparedWith: 2)])
        let deliveries = try await store.claimDeliveries(
            channels: ["ops", "log"], limit: 9, lease: .seconds(60), ignoringBackOffSince: nil, now: Sample.time(3))
        let id = try #require(deliveries.first?.message.id)
        _ = try await store.freeze(deliveryID: deliveries[0].id, body: [7])
        try await store.settle(deliveryID: deliveries[0].id, outcome: .delivered, now: Sample.time(4))
        try await store.settle(
            deliveryID: deliveries[1].id,
            outcome: .retry(notBefore: Sample.time(9), throttledUntil: nil, reason: "500"), now: Sample.time(4))
        _ = try await store.accept(
            Acceptance(
                target: target, time: Sample.time(5), note: nil, by: nil, alerts: [Sample.closed(2, target)]))
        _ = try await store.prune(Retention(age: .zero), now: Sample.time(100))
        await store.close()

        let names = copies.withLock { $0 }
        #expect(names.count > 60)
        var latest = 0
        var faults: [String] = []
        for name in names {
            let copy = try scratch.open(name)
            let number = try await copy.state(of: target)?.latest?.number ?? 0
            let rows = try await copy.deliveries(DeliveryQuery(states: DeliveryState.allCases))
            let detected = rows.filter { $0.delivery.message.event == .driftDetected }
            // No version without its alert, no alert without its version, and no step back.
            if (number == 2) != (detected.count == 2) { faults.append("\(name): \(number), \(detected.count)") }
            if number < latest { faults.append("\(name): version \(number) after \(latest)") }
            if Set(detected.map(\.delivery.message.id)).subtracting([id]) != [] { faults.append("\(name): another id") }
            latest = number
            // What was not delivered can be sent, once the dead process's lease is over.
            let claimed = try await copy.claimDeliveries(
                channels: ["ops", "log"], limit: 9, lease: .seconds(60), ignoringBackOffSince: nil,
                now: Sample.time(1000))
            let undelivered = rows.filter { $0.state == .pending && $0.delivery.message.event == .driftDetected }
            for row in undelivered where !claimed.contains(where: { $0.id == row.delivery.id }) {
                faults.append("\(name): delivery \(row.delivery.id) is lost")
            }
            await copy.close()
            faults += try SQLiteStore.examine(path: scratch.path(name)).faults.map { "\(name): \($0)" }
        }
        #expect(faults == [])
        #expect(latest == 2)
    }

    @Test func `an error in mid-transaction leaves nothing of it`() async throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let target = try Sample.target()
        _ = try await store.commit(Sample.commit(target, at: 0, after: 0, .newVersion(Sample.version(1))))
        let before = try await store.statistics()
        // The last statements of the transaction fail: an id that is not sixteen bytes long.
        let broken = try SQLiteStore(StoreOptions(path: scratch.path("store.db"), makeID: { [1, 2, 3] }))
        await #expect(throws: StoreError.self) {
            try await broken.commit(
                Sample.commit(
                    target, at: 1, after: 1, .newVersion(Sample.version(2, drift: Sample.drift(2))),
                    alerts: [Sample.detected(2, target)]))
        }
        var after = try await store.statistics()
        after.logBytes = before.logBytes
        #expect(after == before)
        // Names that were made and taken back are made again.
        let other = try TargetKey("new/r7/thing")
        await #expect(throws: StoreError.self) {
            try await broken.commit(
                Sample.commit(
                    other, at: 1, after: 0, .newVersion(Sample.version(2)), alerts: [Sample.detected(2, other)]))
        }
        _ = try await broken.commit(Sample.commit(other, at: 2, after: 0, .newVersion(Sample.version(2))))
        #expect(try await store.state(of: other)?.latest?.number == 1)
        #expect(try SQLiteStore.examine(path: scratch.path("store.db")).faults == [])
    }
}
