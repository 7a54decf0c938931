import DriftCore
import Synchronization
import Testing

@Suite struct NotifierTests {
    let scratch: Scratch
    let store: SQLiteStore
    let transport = ScriptedReceiver()
    let world = World()
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    /// What a notifier is told and says: the time, and the lines it writes.
    final class World: Sendable {
        let time = Mutex(Sample.time(0))
        let lines = Mutex<[String]>([])
        let reports = Mutex<[DeliveryReport]>([])

        func set(_ seconds: Int64) { time.withLock { $0 = Sample.time(seconds) } }
    }

    private func notifier(_ channels: [Channel]) -> Notifier {
        let world = world
        return Notifier(
            queue: store, transport: transport, channels: channels, monitor: "test",
            now: { world.time.withLock { $0 } },
            jitter: { 0 }, writeLine: { line in world.lines.withLock { $0.append(line) } },
            report: { report in world.reports.withLock { $0.append(report) } })
    }

    private func webhook(_ name: String = "ops", keys: [String] = []) throws -> Channel {
        Channel(
            name: name,
            kind: .webhook(
                Channel.Webhook(
                    url: Secret("https://hooks.example.test/T0KEN"), keys: try keys.map { try SigningKey(Secret($0)) },
                    headers: HTTPHeaders([("X-Team", "sdk")]))))
    }

    private func tell(_ change: Int, at seconds: Int64 = 0, channels: [String] = ["ops"]) async throws {
        try await store.tell(
            [Sample.detected(change, Sample.target(change), channels: channels)], time: Sample.time(seconds))
    }

    @Test func `a webhook gets a signed CloudEvent`() async throws {
        try await tell(1)
        world.set(5)
        let summary = try await notifier([webhook(keys: [secret])]).drain(ignoringBackOff: false)
        #expect(summary.delivered == 1)
        #expect(!summary.hasTrouble)
        let request = try #require(await transport.requests.first)
        #expect(request.method == .post)
        #expect(request.url == "https://hooks.example.test/T0KEN")
        #expect(request.headers["content-type"] == "application/cloudevents+json; charset=utf-8")
        #expect(request.headers["x-team"] == "sdk")
        #expect(request.headers["webhook-timestamp"] == "1790000005")
        let id = try #require(request.headers["webhook-id"])
        let event = try JSONValue(parsing: request.body)
        #expect(event["id"]?.string == id)
        let signature = try SigningKey(Secret(secret)).signature(id: id, timestamp: 1_790_000_005, body: request.body)
        #expect(request.headers["webhook-signature"] == signature)
        #expect(try await store.deliveries(DeliveryQuery(states: [.delivered])).count == 1)
    }

    @Test func `two keys sign side by side while one replaces the other`() async throws {
        try await tell(1)
        let other = "whsec_" + "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"
        _ = try await notifier([webhook(keys: [secret, other])]).drain(ignoringBackOff: false)
        let signatures = try #require(await transport.requests.first?.headers["webhook-signature"])
        #expect(signatures.split(separator: " ").map { $0.prefix(3) } == ["v1,", "v1,"])
        #expect(Set(signatures.split(separator: " ")).count == 2)
    }

    @Test func `a later attempt repeats id and body under a new timestamp`() async throws {
        try await tell(1)
        await transport.answer([ScriptedReceiver.status(500)])
        let notifier = try notifier([webhook(keys: [secret])])
        let first = try await notifier.drain(ignoringBackOff: false)
        #expect(first.retried == 1 && first.hasTrouble)
        // Another region joins; the message that was tried stays as it is.
        try await store.tell([Sample.detected(1, Sample.target(2))], time: Sample.time(2))
        world.set(4)
        #expect(try await notifier.drain(ignoringBackOff: false).tried == 0)
        world.set(6)
        #expect(try await notifier.drain(ignoringBackOff: false).delivered == 2)
        let requests = await transport.requests
        #expect(requests.count == 3)
        #expect(requests[0].headers["webhook-id"] == requests[1].headers["webhook-id"])
        #expect(requests[0].body == requests[1].body)
        #expect(requests[0].headers["webhook-timestamp"] == "1790000000")
        #expect(requests[1].headers["webhook-timestamp"] == "1790000006")
        #expect(requests[0].headers["webhook-signature"] != requests[1].headers["webhook-signature"])
        #expect(requests[2].headers["webhook-id"] != requests[0].headers["webhook-id"])
        #expect(try JSONValue(parsing: requests[2].body)["type"]?.string == "io.driftmonitor.drift.updated")
    }

    @Test(
        arguments: [
            (200, DeliveryState.delivered, nil), (299, .delivered, nil),
            (408, .pending, "answered 408"), (421, .pending, "answered 421"),
            (425, .pending, "answered 425"), (429, .pending, "answered 429"), (500, .pending, "answered 500"),
            (503, .pending, "answered 503"), (199, .pending, "answered 199"),
            (
                302, .pending, "answered 302, a redirect, which is not followed; configure the address it leads to"
            ),
            (400, .dead, "refused the message (400)"), (401, .dead, "refused the message (401)"),
            (404, .dead, "refused the message (404)"),
            (410, .parked, "answered 410: the receiver is gone for good"),
        ] as [(Int, DeliveryState, String?)])
    func `a status decides what becomes of the delivery`(
        status: Int, state: DeliveryState, reason: String?
    ) async throws {
        try await tell(1)
        await transport.answer([ScriptedReceiver.status(status)])
        let summary = try await notifier([webhook()]).drain(ignoringBackOff: false)
        #expect(summary.tried == 1)
        let rows = try await store.deliveries(DeliveryQuery(states: DeliveryState.allCases))
        #expect(rows.map(\.state) == [state])
        #expect(rows.map(\.lastError) == [reason])
        #expect(await transport.requests.count == 1)
    }

    @Test(
        arguments: [
            (.badURL("https://hooks.example.test/T0KEN"), "the channel's url is no http or https URL"),
            (.nameNotFound(host: "hooks.example.test"), "the host's name does not resolve"),
            (.connectionFailed(host: "hooks.example.test", detail: "T0KEN"), "no connection to the host"),
            (.timedOut(limit: .seconds(20)), "no answer within 20.0 seconds"),
            (.brokenAnswer(detail: "T0KEN"), "the answer broke off or is no HTTP"),
        ] as [(HTTPTransportError, String)])
    func `no answer is tried again, and its reason never names the address`(
        error: HTTPTransportError, reason: String
    ) async throws {
        try await tell(1)
        await transport.answer([.failure(error)])
        _ = try await notifier([webhook()]).drain(ignoringBackOff: false)
        let rows = try await store.deliveries(DeliveryQuery())
        #expect(rows.map(\.state) == [.pending])
        #expect(rows.map(\.lastError) == [reason])
        #expect(rows.map(\.notBefore) == [Sample.time(5)])
    }

    @Test func `the steps between attempts grow until three days are over`() async throws {
        try await tell(1)
        let notifier = try notifier([webhook()])
        await transport.answer(Array(repeating: ScriptedReceiver.status(500), count: 20))
        var attempts: [Int64] = []
        var time: Int64 = 0
        while attempts.count < 20 {
            world.set(time)
            attempts.append(time)
            _ = try await notifier.drain(ignoringBackOff: false)
            guard let next = try await store.nextDelivery(channels: ["ops"], now: Sample.time(time)) else { break }
            time = (next.milliseconds - Sample.time(0).milliseconds) / 1000
        }
        #expect(attempts == [0, 5, 305, 2105, 9305, 27305, 63305, 113705, 185705, 272105])
        let rows = try await store.deliveries(DeliveryQuery())
        #expect(rows.map(\.state) == [.dead])
        #expect(rows.map(\.lastError) == ["answered 500; given up after 10 attempts in three days"])
        #expect(await transport.requests.count == 10)
    }

    @Test func `Retry-After is honoured, by the channel as a whole`() async throws {
        for change in 1...3 { try await tell(change) }
        await transport.answer(
            Array(repeating: ScriptedReceiver.status(429, [("Retry-After", "90")]), count: 3))
        _ = try await notifier([webhook()]).drain(ignoringBackOff: false)
        #expect(try await store.nextDelivery(channels: ["ops"], now: Sample.time(1)) == Sample.time(90))
    }

    @Test func `one bad delivery does not hold up the others`() async throws {
        for change in 1...3 { try await tell(change) }
        await transport.answer([ScriptedReceiver.status(400)])
        let summary = try await notifier([webhook()]).drain(ignoringBackOff: false)
        #expect(summary.delivered == 2)
        #expect(summary.dead == 1)
    }

    @Test func `a channel that fails does not hold up another`() async throws {
        try await tell(1, channels: ["ops", "log"])
        await transport.answer([.failure(.timedOut(limit: .seconds(20)))])
        let log = Channel(name: "log", kind: .log(.text))
        let summary = try await notifier([webhook(), log]).drain(ignoringBackOff: false)
        #expect(summary.delivered == 1)
        #expect(summary.retried == 1)
        #expect(world.lines.withLock { $0.count } == 2)
    }

    @Test func `a one-shot check tries all once, but gives a silent receiver up`() async throws {
        for change in 1...10 { try await tell(change) }
        await transport.answer(Array(repeating: ScriptedReceiver.status(500), count: 10))
        let notifier = try notifier([webhook()])
        #expect(try await notifier.drain(ignoringBackOff: true).retried == 10)
        #expect(await transport.requests.count == 10)
        world.set(1)
        await transport.answer(Array(repeating: .failure(.connectionFailed(host: "h", detail: "d")), count: 10))
        #expect(try await notifier.drain(ignoringBackOff: true).retried == 4)
        world.set(2)
        await transport.answer([])
        #expect(try await notifier.drain(ignoringBackOff: true).delivered == 10)
        #expect(try await store.deliveries(DeliveryQuery()) == [])
    }

    @Test func `an attempt that is cancelled is not counted`() async throws {
        try await tell(1)
        await transport.answer([.failure(.cancelled)])
        // What is abandoned may be taken again at once, and this time it arrives.
        #expect(try await notifier([webhook()]).drain(ignoringBackOff: false).delivered == 1)
        let rows = try await store.deliveries(DeliveryQuery(states: [.delivered]))
        #expect(rows.map(\.delivery.attempts) == [1])
    }

    @Test func `a log gets a line for the message and one for each change`() async throws {
        try await tell(1, channels: ["log"])
        _ = try await notifier([Channel(name: "log", kind: .log(.text))]).drain(ignoringBackOff: false)
        let id = try #require(
            await store.deliveries(DeliveryQuery(states: [.delivered])).first?.delivery.message.id)
        #expect(
            world.lines.withLock { $0 } == [
                "2026-09-21T14:13:20.000Z drift.detected breaking lab/r1/images: 1 change, breaking (\(id))",
                "  breaking property-removed /properties/p1: p1 is gone",
            ])
    }

    @Test func `a JSON log gets the event in one line`() async throws {
        try await tell(1, channels: ["log"])
        _ = try await notifier([Channel(name: "log", kind: .log(.json))]).drain(ignoringBackOff: false)
        let lines = world.lines.withLock { $0 }
        #expect(lines.count == 1)
        let event = try JSONValue(parsing: lines[0])
        #expect(event["type"] == "io.driftmonitor.drift.detected")
        #expect(!lines[0].contains("\n"))
    }

    @Test func `what servers name cannot start lines or steer a terminal`() async throws {
        var draft = try Sample.detected(1, Sample.target(), channels: ["log"])
        draft.message = "gone\n2026 fake line \u{1B}[31m\u{202E}"
        try await store.tell([draft], time: Sample.time(0))
        _ = try await notifier([Channel(name: "log", kind: .log(.text))]).drain(ignoringBackOff: false)
        let scalars = world.lines.withLock { $0 }.joined().unicodeScalars
        #expect(scalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" })
    }

    @Test func `each end of a delivery is reported`() async throws {
        try await tell(1)
        await transport.answer([ScriptedReceiver.status(410)])
        _ = try await notifier([webhook()]).drain(ignoringBackOff: false)
        let outcomes = world.reports.withLock { reports in
            reports.map { if case .settled(_, let outcome) = $0 { outcome } else { DeliveryOutcome.delivered } }
        }
        #expect(outcomes == [.parked(reason: "answered 410: the receiver is gone for good")])
    }

    @Test func `a test message goes past the queue and says what went wrong`() async throws {
        let notifier = notifier([])
        #expect(await notifier.test(try webhook(keys: [secret])) == nil)
        let request = try #require(await transport.requests.first)
        #expect(try JSONValue(parsing: request.body)["type"] == "io.driftmonitor.test")
        #expect(request.headers["webhook-signature"] != nil)
        await transport.answer([ScriptedReceiver.status(403)])
        #expect(await notifier.test(try webhook()) == "refused the message (403)")
        #expect(try await store.deliveries(DeliveryQuery(states: DeliveryState.allCases)) == [])
    }

    @Test(.timeLimit(.minutes(10))) func `a running notifier sends what becomes due, until it is cancelled`()
        async throws
    {
        let clock = SteppedClock()
        let notifier = try notifier([webhook()])
        let running = Task { await notifier.run(on: clock) }
        await clock.waitForSleeper()
        #expect(await transport.requests.isEmpty)
        try await tell(1)
        await clock.step()
        #expect(await transport.requests.count == 1)
        await transport.answer([ScriptedReceiver.status(500)])
        try await tell(2)
        await clock.step()
        await clock.step()
        #expect(await transport.requests.count == 2)
        world.set(5)
        await clock.step()
        #expect(await transport.requests.count == 3)
        running.cancel()
        await running.value
    }
}

/// A clock whose sleepers wake when the test says so.
final class SteppedClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration = .zero
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (a: Instant, b: Instant) -> Bool { a.offset < b.offset }
    }

    private let sleepers = AsyncStream<AsyncStream<Void>.Continuation>.makeStream()
    private let waiting = Mutex<AsyncStream<Void>.Continuation?>(nil)

    var now: Instant { Instant() }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        sleepers.continuation.yield(continuation)
        for await _ in stream { return }
        try Task.checkCancellation()
    }

    /// Returns when the one sleeper sleeps.
    func waitForSleeper() async {
        guard waiting.withLock({ $0 }) == nil else { return }
        for await sleeper in sleepers.stream {
            waiting.withLock { $0 = sleeper }
            return
        }
    }

    /// Wakes the sleeper, and returns when it sleeps again.
    func step() async {
        await waitForSleeper()
        waiting.withLock { sleeper in
            sleeper?.yield()
            sleeper = nil
        }
        await waitForSleeper()
    }
}
