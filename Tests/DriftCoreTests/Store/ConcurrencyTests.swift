import Dispatch
import DriftCore
import Testing

@Suite struct ConcurrencyTests {
    @Test(.timeLimit(.minutes(10))) func `two stores on one file never both store the same version number`()
        async throws
    {
        let scratch = try Scratch()
        let stores = [try scratch.open(), try scratch.open(), try scratch.open()]
        let target = try Sample.target()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for (index, store) in stores.enumerated() {
                group.addTask {
                    var stored = 0
                    while stored < 20 {
                        let latest = try await store.state(of: target)?.latest?.number ?? 0
                        do {
                            _ = try await store.commit(
                                Sample.commit(
                                    target, at: Int64(latest), after: latest,
                                    .newVersion(
                                        Sample.version(
                                            1000 * index + stored,
                                            drift: latest == 0 ? nil : Sample.drift(latest))),
                                    alerts: latest == 0 ? [] : [Sample.detected(latest, target)]))
                            stored += 1
                        } catch StoreError.stale {}
                    }
                    return stored
                }
            }
            var sum = 0
            for try await stored in group { sum += stored }
            #expect(sum == 60)
        }
        let versions = try await stores[0].versions(HistoryQuery(limit: 1000))
        #expect(versions.map(\.number) == Array((1...60).reversed()))
        #expect(try await stores[1].statistics().deliveries[.pending] == 59)
        #expect(try SQLiteStore.examine(path: scratch.path("store.db")).faults == [])
    }

    @Test(.timeLimit(.minutes(10))) func `two processes that send share the queue without sending anything twice`()
        async throws
    {
        let scratch = try Scratch()
        let stores = [try scratch.open(), try scratch.open()]
        for change in 0..<100 {
            try await stores[0].tell([Sample.detected(change, Sample.target())], time: Sample.time(0))
        }
        let sent = try await withThrowingTaskGroup(of: [String].self) { group in
            for store in stores {
                group.addTask {
                    var sent: [String] = []
                    while true {
                        let batch = try await store.claimDeliveries(
                            channels: ["ops"], limit: 3, lease: .seconds(60), ignoringBackOffSince: nil,
                            now: Sample.time(1))
                        if batch.isEmpty { return sent }
                        for delivery in batch {
                            sent.append(delivery.message.id)
                            try await store.settle(
                                deliveryID: delivery.id, outcome: .delivered, now: Sample.time(2))
                        }
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(sent.count == 100)
        #expect(Set(sent).count == 100)
    }

    @Test func `a database that another process keeps locked is busy, not broken`() async throws {
        let scratch = try Scratch()
        let store = try scratch.open(busyTimeout: .milliseconds(50))
        let target = try Sample.target()
        _ = try await store.commit(Sample.commit(target, at: 0, after: 0, .newVersion(Sample.version(1))))
        let path = scratch.path("store.db")
        // The other one holds its transaction open while this one tries.
        let holding = try scratch.openHolding()
        let task = Task {
            try await holding.store.touch([QuietCheck(target: target, time: Sample.time(9), comparedWith: 1)])
        }
        await holding.isInside.wait()
        await #expect(throws: StoreError.busy(path: path)) {
            try await store.commit(Sample.commit(target, at: 1, after: 1, .healthOnly, health: Sample.failing(1)))
        }
        // Reading goes on meanwhile.
        #expect(try await store.state(of: target)?.lastCheck == Sample.time(0))
        holding.goOn.signal()
        try await task.value
        _ = try await store.commit(Sample.commit(target, at: 20, after: 1, .healthOnly, health: Sample.failing(1)))
        #expect(try await store.state(of: target)?.latest?.lastSeen == Sample.time(9))
    }
}
