import DriftCore
import Testing

/// What any store's queue must say of messages that did not arrive, and how they are forgotten.
@Suite(.eachStore) struct UndeliveredTests {
    let scratch: Scratch
    let store: any SchemaStore

    init() throws {
        scratch = try Scratch()
        store = try scratch.anyStore()
    }

    /// Three alerts; each goes to both channels.
    private func tellThree() async throws {
        for change in 1...3 {
            var draft = Sample.detected(change, try Sample.target(change))
            draft.channels = ["ops", "chat"]
            try await store.tell([draft], time: Sample.time(Int64(change)))
        }
    }

    private func claim(_ channel: String, at seconds: Int64, limit: Int = 10) async throws -> [Delivery] {
        try await store.claimDeliveries(
            channels: [channel], limit: limit, lease: .seconds(60), ignoringBackOffSince: Sample.time(seconds),
            now: Sample.time(seconds))
    }

    private func settle(_ delivery: Delivery, _ outcome: DeliveryOutcome, at seconds: Int64) async throws {
        try await store.settle(deliveryID: delivery.id, outcome: outcome, now: Sample.time(seconds))
    }

    private func retry(_ reason: String, at seconds: Int64) -> DeliveryOutcome {
        .retry(notBefore: Sample.time(seconds), throttledUntil: nil, reason: reason)
    }

    private func undelivered(at seconds: Int64) async throws -> [String] {
        try await store.undelivered(now: Sample.time(seconds)).map {
            "\($0.channel) \($0.state.rawValue) \($0.count) \($0.tried) \($0.reason ?? "-")"
        }
    }

    @Test func `what was never tried has no reason, and what is under way is left out`() async throws {
        #expect(try await undelivered(at: 0) == [])
        try await tellThree()
        #expect(try await undelivered(at: 5) == ["chat pending 3 0 -", "ops pending 3 0 -"])
        let one = try #require(await claim("ops", at: 5, limit: 1).first)
        #expect(try await undelivered(at: 6) == ["chat pending 3 0 -", "ops pending 2 0 -"])
        // Whoever had the lease is gone.
        #expect(try await undelivered(at: 66) == ["chat pending 3 0 -", "ops pending 3 0 -"])
        try await settle(one, .delivered, at: 67)
        #expect(try await undelivered(at: 68) == ["chat pending 3 0 -", "ops pending 2 0 -"])
    }

    @Test func `states of one channel stand apart, each with what went wrong last`() async throws {
        try await tellThree()
        let three = try await claim("ops", at: 10)
        try await settle(three[0], retry("answered 500", at: 90), at: 11)
        try await settle(three[1], retry("answered 503", at: 95), at: 12)
        try await settle(three[2], .dead(reason: "refused the message (404)"), at: 13)
        #expect(
            try await undelivered(at: 14) == [
                "chat pending 3 0 -", "ops pending 2 2 answered 503", "ops dead 1 1 refused the message (404)",
            ])
        for delivery in try await claim("chat", at: 15) { try await settle(delivery, .delivered, at: 16) }
        #expect(try await store.retryDeliveries(channel: "ops", now: Sample.time(17)) == 1)
        #expect(try await undelivered(at: 18) == ["ops pending 3 2 answered 503"])
    }

    @Test func `what waits for a parked channel is parked, with the channel's reason`() async throws {
        try await tellThree()
        let first = try #require(await claim("ops", at: 10, limit: 1).first)
        try await settle(first, .parked(reason: "answered 410"), at: 11)
        #expect(try await undelivered(at: 12) == ["chat pending 3 0 -", "ops parked 3 1 answered 410"])
    }

    @Test(arguments: [
        ([DeliveryState.dead], 1, ["ops pending 2 2 answered 500"]),
        ([.pending], 2, ["ops dead 1 1 refused"]),
        ([.pending, .dead, .parked], 3, []),
        ([.parked, .delivered], 0, ["ops pending 2 2 answered 500", "ops dead 1 1 refused"]),
    ])
    func `what is dropped is forgotten for this channel alone`(
        states: [DeliveryState], count: Int, left: [String]
    ) async throws {
        try await tellThree()
        let three = try await claim("ops", at: 10)
        for delivery in three {
            _ = try await store.freeze(deliveryID: delivery.id, body: [1, 2, 3])
        }
        try await settle(three[0], retry("answered 500", at: 90), at: 11)
        try await settle(three[1], retry("answered 500", at: 90), at: 12)
        try await settle(three[2], .dead(reason: "refused"), at: 13)
        #expect(try await store.dropDeliveries(channel: "nobody", states: states) == 0)
        #expect(try await store.dropDeliveries(channel: "ops", states: states) == count)
        #expect(try await undelivered(at: 14) == ["chat pending 3 0 -"] + left)
        // A body belongs to a delivery: the other channel makes its own.
        #expect(try await claim("chat", at: 15).map(\.frozenBody) == [nil, nil, nil])
    }

    @Test func `a dropped message no longer holds back what comes after it`() async throws {
        let target = try Sample.target(1)
        try await store.tell([Sample.detected(1, target)], time: Sample.time(1))
        let first = try #require(await claim("ops", at: 2).first)
        try await settle(first, retry("answered 500", at: 90), at: 3)
        try await store.tell([Sample.closed(1, target)], time: Sample.time(4))
        #expect(try await store.dropDeliveries(channel: "ops", states: [.pending]) == 2)
        try await store.tell([Sample.detected(1, target)], time: Sample.time(5))
        #expect(try await claim("ops", at: 6).map(\.message.event) == [.driftDetected])
    }
}
