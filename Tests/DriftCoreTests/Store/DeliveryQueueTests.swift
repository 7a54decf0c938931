import DriftCore
import Testing

/// What any store's queue must do, written against the protocol.
@Suite(.eachStore) struct DeliveryQueueTests {
    let scratch: Scratch
    let store: any SchemaStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.anyStore()
    }

    // MARK: Alerts and messages

    @Test func `the same change in many regions is one alert that names them all`() async throws {
        for region in 1...3 { try await detect(1, in: region, at: Int64(region)) }
        let deliveries = try await claim(at: 10)
        #expect(deliveries.count == 1)
        let message = try #require(deliveries.first?.message)
        #expect(message.targets.map(\.key.description) == ["lab/r1/images", "lab/r2/images", "lab/r3/images"])
        #expect(message.targets.map(\.url) == (1...3).map { "http://example.test/lab/r\($0)/images" })
        #expect(message.event == .driftDetected)
        #expect(message.sequence == 1)
        #expect(message.time == Sample.time(1))
        #expect(message.impact == .breaking)
        #expect(message.fingerprint == Sample.fingerprint(1))
        #expect(message.drift == BoundedDrift(Sample.difference(1)))
        #expect(message.text == "1 change, breaking")
        #expect(message.id.hasPrefix("msg_") && message.id.utf8.count == 30 && !message.id.contains("."))
        #expect(message.alertID.hasPrefix("alr_") && message.alertID.utf8.count == 30)
    }

    @Test func `what comes after a message was handed out is an update that names all`() async throws {
        try await detect(1, in: 3, at: 0)
        let first = try #require(await claim(at: 1).first)
        try await detect(1, in: 1, at: 2)
        try await detect(1, in: 2, at: 3)
        #expect(try await claim(at: 4) == [])
        try await store.settle(deliveryID: first.id, outcome: .delivered, now: Sample.time(5))
        let second = try #require(await claim(at: 6).first)
        #expect(second.message.event == .driftUpdated)
        #expect(second.message.sequence == 2)
        #expect(second.message.alertID == first.message.alertID)
        #expect(second.message.id != first.message.id)
        // Those that joined come first.
        #expect(
            second.message.targets.map(\.key.description) == ["lab/r1/images", "lab/r2/images", "lab/r3/images"])
    }

    @Test func `another change is another alert`() async throws {
        try await detect(1, in: 1, at: 0)
        try await detect(2, in: 2, at: 1)
        let messages = try await claim(at: 2).map(\.message)
        #expect(messages.map(\.targets.count) == [1, 1])
        #expect(Set(messages.map(\.alertID)).count == 2)
    }

    @Test func `an alert ends when it has ended for all its targets, and the next one is new`() async throws {
        for region in 1...2 { try await detect(1, in: region, at: 0) }
        let opening = try #require(await deliverAll(at: 1).first)
        try await close(1, in: 1, at: 10)
        let first = try await deliverAll(at: 11)
        #expect(first.map(\.event) == [.driftClosed])
        #expect(first.map(\.sequence) == [2])
        #expect(first[0].targets.map(\.key.description) == ["lab/r1/images"])
        try await close(1, in: 2, at: 20)
        let second = try await deliverAll(at: 21)
        #expect(second.map(\.sequence) == [3])
        #expect(second.map(\.alertID) == [opening.alertID])
        // Ended twice is told once.
        try await close(1, in: 2, at: 25)
        #expect(try await deliverAll(at: 26) == [])
        try await store.tell([Sample.detected(1, Sample.target(1))], time: Sample.time(30))
        let next = try #require(await deliverAll(at: 31).first)
        #expect(next.alertID != opening.alertID)
        #expect(next.sequence == 1)
        #expect(next.event == .driftDetected)
    }

    @Test func `endings that wait together are one message`() async throws {
        for region in 1...3 { try await detect(1, in: region, at: 0) }
        _ = try await deliverAll(at: 1)
        for region in 1...3 { try await close(1, in: region, at: 10) }
        let messages = try await deliverAll(at: 11)
        #expect(messages.map(\.targets.count) == [3])
    }

    @Test func `an ending of what nobody was told of is told`() async throws {
        try await close(1, in: 1, at: 0)
        let messages = try await deliverAll(at: 1)
        #expect(messages.map(\.event) == [.driftClosed])
        #expect(messages.map(\.sequence) == [1])
    }

    @Test func `a refused login that many targets report is one message, and so is its end`() async throws {
        func draft(_ event: EventKind, closes: Bool) -> AlertDraft {
            AlertDraft(
                event: event, group: "credential/lab", target: nil, message: "refused", channels: ["ops"],
                closes: closes)
        }
        for second in 0..<5 {
            try await store.tell([draft(.credentialLocked, closes: false)], time: Sample.time(Int64(second)))
            if second == 2 { #expect(try await deliverAll(at: 3).count == 1) }
        }
        #expect(try await deliverAll(at: 10) == [])
        for second in 20..<25 {
            try await store.tell([draft(.credentialRecovered, closes: true)], time: Sample.time(Int64(second)))
            if second == 22 { #expect(try await deliverAll(at: 23).map(\.event) == [.credentialRecovered]) }
        }
        #expect(try await deliverAll(at: 30) == [])
    }

    @Test func `the same event of an open alert is told once, another one each time`() async throws {
        func draft(_ event: EventKind) throws -> AlertDraft {
            AlertDraft(
                event: event, group: "health/lab/r1/images",
                target: AlertTarget(key: try Sample.target(), url: "http://example.test"), message: "lost",
                channels: ["ops"])
        }
        var told: [EventKind] = []
        for event in [EventKind.targetLost, .targetLost, .targetSuspect, .targetSuspect, .targetLost] {
            try await store.tell([draft(event)], time: Sample.time(0))
            told += try await deliverAll(at: 1).map(\.event)
        }
        #expect(told == [.targetLost, .targetSuspect, .targetLost])
    }

    @Test func `a target that makes the same change twice is told of twice`() async throws {
        let target = try Sample.target()
        _ = try await store.commit(Sample.commit(target, at: 0, after: 0, .newVersion(Sample.version(1))))
        var told: [[String]] = []
        // From A to B, back to A, and to B again.
        for (index, (document, change)) in [(2, 1), (3, 2), (2, 3), (3, 2)].enumerated() {
            _ = try await store.commit(
                Sample.commit(
                    target, at: Int64(index), after: index + 1,
                    .newVersion(Sample.version(document, drift: Sample.drift(change))),
                    alerts: [Sample.detected(change, target)]))
            told.append(try await deliverAll(at: Int64(index)).map { "\($0.event.rawValue) \($0.sequence)" })
        }
        #expect(told == [["drift.detected 1"], ["drift.detected 1"], ["drift.detected 1"], ["drift.updated 2"]])
    }

    @Test func `a message has the worst impact of those it names`() async throws {
        try await store.tell([Sample.detected(1, Sample.target(1), impact: .semantic)], time: Sample.time(0))
        try await store.tell([Sample.detected(1, Sample.target(2), impact: .breaking)], time: Sample.time(0))
        try await store.tell([Sample.detected(1, Sample.target(3), impact: .compatible)], time: Sample.time(0))
        #expect(try await deliverAll(at: 1).map(\.impact) == [.breaking])
    }

    @Test func `each channel gets its own delivery of the same message`() async throws {
        try await store.tell([Sample.detected(1, Sample.target(1), channels: ["a", "b"])], time: Sample.time(0))
        try await store.tell([Sample.detected(1, Sample.target(2), channels: ["b", "c"])], time: Sample.time(0))
        let rows = try await store.deliveries(DeliveryQuery())
        #expect(Set(rows.map(\.delivery.channel)) == ["a", "b", "c"])
        #expect(Set(rows.map(\.delivery.message.id)).count == 1)
        #expect(try await claim(["a"], at: 1).map(\.channel) == ["a"])
        #expect(try await claim(["none"], at: 1) == [])
    }

    @Test func `a message waits for others as long as it is told to`() async throws {
        let store = try scratch.anyStore("grouping.db", alerts: AlertRules(grouping: .seconds(5)))
        try await store.tell([Sample.detected(1, Sample.target(1))], time: Sample.time(0))
        #expect(try await store.nextDelivery(channels: ["ops"], now: Sample.time(0)) == Sample.time(5))
        #expect(try await claim(at: 4, of: store) == [])
        try await store.tell([Sample.detected(1, Sample.target(2))], time: Sample.time(4))
        #expect(try await claim(at: 5, of: store).map(\.message.targets.count) == [2])
    }

    // MARK: The queue

    @Test func `a claimed delivery is nobody else's until its lease runs out`() async throws {
        try await detect(1, in: 1, at: 0)
        let other = try scratch.anyStore()
        let first = try #require(await claim(at: 0).first)
        #expect(try await claim(at: 59, of: other) == [])
        #expect(try await store.nextDelivery(channels: ["ops"], now: Sample.time(1)) == Sample.time(60))
        let second = try #require(await claim(at: 60, of: other).first)
        #expect(second.id == first.id)
        #expect(second.message.id == first.message.id)
        // The first one arrived after all.
        try await store.settle(deliveryID: first.id, outcome: .delivered, now: Sample.time(61))
        try await other.settle(
            deliveryID: second.id, outcome: .dead(reason: "late"), now: Sample.time(62))
        #expect(try await store.deliveries(DeliveryQuery(states: [.delivered])).count == 1)
        #expect(try await store.deliveries(DeliveryQuery()) == [])
    }

    @Test func `an abandoned delivery may be taken at once and was not tried`() async throws {
        try await detect(1, in: 1, at: 0)
        let first = try #require(await claim(at: 0).first)
        try await store.settle(deliveryID: first.id, outcome: .abandoned, now: Sample.time(1))
        let again = try #require(await claim(at: 1).first)
        #expect(again.id == first.id)
        #expect(again.progress.attempts == 0)
        #expect(again.progress.firstAttempt == nil)
    }

    @Test func `the body of the first attempt is sent at each later one`() async throws {
        try await detect(1, in: 1, at: 0)
        let delivery = try #require(await claim(at: 0).first)
        #expect(delivery.frozenBody == nil)
        #expect(try await store.freeze(deliveryID: delivery.id, body: [1, 2]) == [1, 2])
        #expect(try await store.freeze(deliveryID: delivery.id, body: [3]) == [1, 2])
        #expect(try await claim(at: 100).first?.frozenBody == [1, 2])
        await #expect(throws: StoreError.notFound(target: "delivery 999")) {
            try await store.freeze(deliveryID: 999, body: [])
        }
    }

    @Test func `a later message of an alert waits for the earlier one, other alerts do not`() async throws {
        try await detect(1, in: 1, at: 0)
        let first = try #require(await claim(at: 0).first)
        try await store.settle(
            deliveryID: first.id,
            outcome: .retry(notBefore: Sample.time(1000), throttledUntil: nil, reason: "500"), now: Sample.time(1))
        try await close(1, in: 1, at: 2)
        try await detect(2, in: 2, at: 3)
        // The channel's own pause is over; alert 1 waits for its first message.
        let next = try await claim(at: 60)
        #expect(next.map(\.message.fingerprint) == [Sample.fingerprint(2)])
        try await store.settle(deliveryID: next[0].id, outcome: .delivered, now: Sample.time(61))
        #expect(try await claim(at: 999) == [])
        #expect(try await store.nextDelivery(channels: ["ops"], now: Sample.time(62)) == Sample.time(1000))
        #expect(try await claim(at: 1000).map(\.message.sequence) == [1])
        try await store.settle(deliveryID: first.id, outcome: .dead(reason: "400"), now: Sample.time(1001))
        // A dead letter is over: what comes after it may go.
        #expect(try await claim(at: 1002).map(\.message.sequence) == [2])
    }

    @Test func `a channel that is down hears one delivery at a time until one arrives`() async throws {
        for change in 1...5 { try await detect(change, in: change, at: 0) }
        let first = try await claim(at: 0, limit: 2)
        for delivery in first { try await fail(delivery, at: 1, until: 6) }
        // Two failures together are one of the channel: five seconds.
        #expect(try await store.nextDelivery(channels: ["ops"], now: Sample.time(2)) == Sample.time(6))
        #expect(try await claim(at: 5) == [])
        let probe = try await claim(at: 6)
        #expect(probe.count == 1)
        #expect(try await claim(at: 7) == [])
        try await fail(probe[0], at: 7, until: 300)
        #expect(try await claim(at: 36) == [])
        let second = try await claim(at: 37)
        #expect(second.count == 1)
        // Not the same one again: a message that is always refused must not stand for the channel.
        #expect(second[0].id != probe[0].id)
        try await store.settle(deliveryID: second[0].id, outcome: .delivered, now: Sample.time(38))
        #expect(try await claim(at: 39).count == 3)
    }

    @Test func `a receiver that asks for a pause gets it`() async throws {
        for change in 1...2 { try await detect(change, in: change, at: 0) }
        let first = try #require(await claim(at: 0, limit: 1).first)
        try await store.settle(
            deliveryID: first.id,
            outcome: .retry(notBefore: Sample.time(100), throttledUntil: Sample.time(100), reason: "429"),
            now: Sample.time(1))
        #expect(try await claim(at: 99) == [])
        #expect(try await claim(at: 100).count == 1)
    }

    @Test func `a one-shot check tries everything pending once, whatever the pause`() async throws {
        for change in 1...3 { try await detect(change, in: change, at: 0) }
        for delivery in try await claim(at: 0) { try await fail(delivery, at: 1, until: 5000) }
        #expect(try await claim(at: 2) == [])
        let started = Sample.time(10)
        var tried: [Int64] = []
        while let delivery = try await claim(at: 11, limit: 1, since: started).first {
            tried.append(delivery.id)
            try await fail(delivery, at: 12, until: 6000)
            guard tried.count < 10 else { break }
        }
        #expect(Set(tried).count == 3)
        #expect(tried.count == 3)
    }

    @Test func `410 parks the channel and all its deliveries until a person asks`() async throws {
        for change in 1...3 { try await detect(change, in: change, at: 0) }
        let first = try #require(await claim(at: 0, limit: 1).first)
        try await store.settle(deliveryID: first.id, outcome: .parked(reason: "410"), now: Sample.time(1))
        try await detect(4, in: 4, at: 2)
        #expect(try await claim(at: 100_000) == [])
        #expect(try await claim(at: 100_000, since: Sample.time(99_999)) == [])
        #expect(try await store.nextDelivery(channels: ["ops"], now: Sample.time(5)) == nil)
        let rows = try await store.deliveries(DeliveryQuery())
        #expect(rows.map(\.state) == [.parked, .parked, .parked, .parked])
        #expect(try await store.deliveries(DeliveryQuery(states: [.pending])) == [])
        #expect(try await store.retryDeliveries(channel: "other", now: Sample.time(6)) == 0)
        #expect(try await store.retryDeliveries(channel: nil, now: Sample.time(6)) == 4)
        #expect(try await claim(at: 7).count == 4)
    }

    @Test func `a dead letter is shown with its reason and sent again when a person asks`() async throws {
        for channel in ["a", "b"] {
            try await store.tell(
                [Sample.detected(channel == "a" ? 1 : 2, Sample.target(), channels: [channel])], time: Sample.time(0))
        }
        for delivery in try await claim(["a", "b"], at: 0) {
            try await store.settle(
                deliveryID: delivery.id, outcome: .dead(reason: "refused the message (400)"), now: Sample.time(1))
        }
        let rows = try await store.deliveries(DeliveryQuery(channel: "a"))
        #expect(rows.map(\.state) == [.dead])
        #expect(rows.map(\.lastError) == ["refused the message (400)"])
        #expect(rows.map(\.delivery.progress.attempts) == [1])
        #expect(try await claim(["a", "b"], at: 100) == [])
        #expect(try await store.retryDeliveries(channel: "a", now: Sample.time(200)) == 1)
        let again = try await claim(["a", "b"], at: 201)
        #expect(again.map(\.channel) == ["a"])
        #expect(again.map(\.progress.firstAttempt) == [nil])
        #expect(again.map(\.message.id) == [rows[0].delivery.message.id])
    }

    @Test func `a pending delivery shows what held it up`() async throws {
        try await detect(1, in: 1, at: 0)
        try await fail(try #require(await claim(at: 0).first), at: 1, until: 500)
        let row = try #require(await store.deliveries(DeliveryQuery()).first)
        #expect(row.state == .pending)
        #expect(row.notBefore == Sample.time(500))
        #expect(row.lastError == "answered 500")
        #expect(row.delivery.progress.attempts == 1)
        #expect(row.delivery.progress.firstAttempt == Sample.time(1))
    }

    @Test func `an empty queue has nothing due`() async throws {
        #expect(try await store.nextDelivery(channels: ["ops"], now: Sample.time(0)) == nil)
        #expect(try await claim(at: 0) == [])
        #expect(try await store.retryDeliveries(channel: nil, now: Sample.time(0)) == 0)
    }

    // MARK: Steps

    private func detect(_ change: Int, in region: Int, at seconds: Int64) async throws {
        let target = try Sample.target(region)
        if try await store.state(of: target) == nil {
            _ = try await store.commit(
                Sample.commit(target, at: seconds, after: 0, .newVersion(Sample.version(100))))
        }
        let latest = try await store.state(of: target)?.latest?.number ?? 0
        _ = try await store.commit(
            Sample.commit(
                target, at: seconds, after: latest, .newVersion(Sample.version(change, drift: Sample.drift(change))),
                alerts: [Sample.detected(change, target)]))
    }

    private func close(_ change: Int, in region: Int, at seconds: Int64) async throws {
        try await store.tell([Sample.closed(change, Sample.target(region))], time: Sample.time(seconds))
    }

    private func claim(
        _ channels: [String] = ["ops"], at seconds: Int64, limit: Int = 10, since: Timestamp? = nil,
        of store: (any SchemaStore)? = nil
    ) async throws -> [Delivery] {
        try await (store ?? self.store).claimDeliveries(
            channels: channels, limit: limit, lease: .seconds(60), ignoringBackOffSince: since,
            now: Sample.time(seconds))
    }

    private func deliverAll(at seconds: Int64) async throws -> [Message] {
        var messages: [Message] = []
        while let delivery = try await claim(at: seconds, limit: 1).first {
            try await store.settle(deliveryID: delivery.id, outcome: .delivered, now: Sample.time(seconds))
            messages.append(delivery.message)
        }
        return messages
    }

    private func fail(_ delivery: Delivery, at seconds: Int64, until retry: Int64) async throws {
        try await store.settle(
            deliveryID: delivery.id,
            outcome: .retry(notBefore: Sample.time(retry), throttledUntil: nil, reason: "answered 500"),
            now: Sample.time(seconds))
    }
}
