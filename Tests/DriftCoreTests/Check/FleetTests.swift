import Synchronization
import Testing

@testable import DriftCore

/// Many targets through the loop, with a clock that jumps to whatever is waited for.
@Suite struct FleetTests {
    private final class JumpingClock: Clock {
        private struct State {
            var now = ContinuousClock.now
            var sleeps = 0
        }

        private let state = Mutex(State())

        var now: ContinuousClock.Instant { state.withLock { $0.now } }
        var minimumResolution: Duration { .zero }
        var sleeps: Int { state.withLock { $0.sleeps } }

        func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
            state.withLock { state in
                state.sleeps += 1
                state.now = max(state.now, deadline)
            }
            await Task.yield()
            try Task.checkCancellation()
        }
    }

    /// Answers after a while, and knows how many exchanges there were at once.
    private final class SlowTransport: HTTPTransport {
        struct State {
            var running: [String: Int] = [:]
            var most = 0
            var mostPerOrigin = 0
            var requests = 0
        }

        let state = Mutex(State())

        func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
            let origin = Target.origin(of: request.url)
            state.withLock { state in
                state.requests += 1
                state.running[origin, default: 0] += 1
                state.most = max(state.most, state.running.values.reduce(0, +))
                state.mostPerOrigin = max(state.mostPerOrigin, state.running[origin, default: 0])
            }
            for _ in 0..<5 { await Task.yield() }
            state.withLock { $0.running[origin, default: 0] -= 1 }
            return .ok(AnswerScript.document("A"))
        }
    }

    private final class Results: Sendable {
        let names = Mutex<[TargetKey: [String]]>([:])

        @Sendable func take(_ event: FleetEvent) async {
            guard case .checked(let result) = event else { return }
            names.withLock { $0[result.target.key, default: []].append(result.outcome.name) }
        }
    }

    private func fleet(
        _ scratch: Scratch, _ transport: SlowTransport, _ clock: JumpingClock
    ) throws -> Fleet<JumpingClock> {
        let now: @Sendable () -> Timestamp = { Timestamp(milliseconds: 1_700_000_000_000) }
        let store = try scratch.open()
        let rules = CheckRules(
            judge: { Classifier(options: .init(schema: $0.key.schema.name)).drift(from: $1, to: $2) },
            route: { _, _ in [] })
        let fetcher = Fetcher(transport: transport, limits: HTTPLimits(), authorizer: NoAuthorizer(), now: now)
        return Fleet(
            checker: Checker(fetcher: fetcher, store: store, rules: rules, now: now), store: store, clock: clock,
            options: FleetOptions(concurrent: 4, perOrigin: 3))
    }

    @Test func `a loop that turns answers a ping`() async throws {
        let scratch = try Scratch()
        let fleet = try fleet(scratch, SlowTransport(), JumpingClock())
        let (commands, inbox) = AsyncStream.makeStream(of: FleetCommand.self)
        let answers = Mutex(0)
        inbox.yield(.ping)
        await fleet.run([], commands: commands) { event in
            guard case .alive = event else { return }
            answers.withLock { $0 += 1 }
            inbox.yield(.stop(grace: .zero))
        }
        #expect(answers.withLock { $0 } == 1)
    }

    @Test func `each is checked once, within the limits, and nothing spins while all places are taken`() async throws {
        let scratch = try Scratch()
        let transport = SlowTransport()
        let clock = JumpingClock()
        let fleet = try fleet(scratch, transport, clock)
        let targets = try (0..<120).map { number in
            Target(
                key: try TargetKey("lab/r\(number)/images"), url: "http://\(number % 3).example/r\(number)",
                source: "test")
        }
        let first = Results()
        await fleet.checkOnce(targets + targets, onEvent: first.take)
        #expect(first.names.withLock { $0.count } == 120)
        #expect(first.names.withLock { $0.values.allSatisfy { $0 == ["initial"] } })
        #expect(transport.state.withLock { $0.requests } == 240)

        let sleeps = clock.sleeps
        let second = Results()
        await fleet.checkOnce(targets, onEvent: second.take)
        #expect(second.names.withLock { $0.values.allSatisfy { $0 == ["unchanged"] } && $0.count == 120 })
        #expect(transport.state.withLock { $0.requests } == 360)
        #expect(transport.state.withLock { $0.most } <= 4)
        #expect(transport.state.withLock { $0.mostPerOrigin } <= 3)
        // Only quiet checks that wait to be stored together set a timer.
        #expect(clock.sleeps - sleeps <= 120)
    }
}
