import Synchronization
import Testing

@testable import DriftCore

@Suite(.timeLimit(.minutes(5))) struct CloudWatchTests {
    /// A clock that a test holds in its hand.
    private final class HeldClock: Clock {
        private struct Sleeper {
            let deadline: ContinuousClock.Instant
            let wake: CheckedContinuation<Void, any Error>
        }

        private struct State {
            var now = ContinuousClock.now
            var sleepers: [Int: Sleeper] = [:]
            var turns = 0
            /// Who waits for somebody to sleep no longer than until then.
            var watchers: [(until: ContinuousClock.Instant, wake: CheckedContinuation<Void, Never>)] = []
        }

        private let state = Mutex(State())

        var now: ContinuousClock.Instant { state.withLock { $0.now } }
        var minimumResolution: Duration { .zero }

        func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
            let turn = state.withLock { state in
                state.turns += 1
                return state.turns
            }
            try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { (wake: CheckedContinuation<Void, any Error>) in
                    let watchers = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                        guard !Task.isCancelled, deadline > state.now else {
                            wake.resume()
                            return []
                        }
                        state.sleepers[turn] = Sleeper(deadline: deadline, wake: wake)
                        defer { state.watchers.removeAll { deadline <= $0.until } }
                        return state.watchers.filter { deadline <= $0.until }.map(\.wake)
                    }
                    for watcher in watchers { watcher.resume() }
                }
            } onCancel: {
                state.withLock { $0.sleepers.removeValue(forKey: turn) }?.wake.resume(throwing: CancellationError())
            }
        }

        /// Until somebody sleeps for no longer than that.
        func isSlept(within duration: Duration) async {
            await withCheckedContinuation { continuation in
                let isNow = state.withLock { state in
                    let until = state.now + duration
                    let isNow = state.sleepers.values.contains { $0.deadline <= until }
                    if !isNow { state.watchers.append((until, continuation)) }
                    return isNow
                }
                if isNow { continuation.resume() }
            }
        }

        func advance(_ duration: Duration) {
            let due = state.withLock { state in
                state.now += duration
                let due = state.sleepers.filter { $0.value.deadline <= state.now }
                for key in due.keys { state.sleepers[key] = nil }
                return due.values.map(\.wake)
            }
            for wake in due { wake.resume() }
        }
    }

    private static func wish(_ name: String, every interval: Duration = .seconds(300)) throws -> CloudWish {
        CloudWish(name: name, schemas: [try SchemaName("images")], interval: interval, source: "test")
    }

    private static func fixture(_ names: [String], password: String = "right") -> CloudFixture {
        CloudFixture(
            "clouds:\n"
                + names.map { name in
                    "  \(name): {auth: {auth_url: 'https://iam-\(name).cloud.example/v3', username: u, password: \(password),"
                        + " user_domain_name: D, project_name: p, project_domain_name: D}}\n"
                }.joined())
    }

    /// The clouds of the next findings that are whole.
    private static func next(
        _ count: Int, _ news: inout AsyncStream<CloudNews>.Iterator
    ) async -> [CloudFinding] {
        var findings: [CloudFinding] = []
        while findings.count < count, let item = await news.next(isolation: #isolation) {
            if case .found(let finding) = item, finding.isWhole { findings.append(finding) }
        }
        return findings
    }

    @Test func `each cloud is looked at again in its own time, and a silent one keeps none waiting`() async throws {
        let server = ScriptedCloud()
        await server.set { $0.silent = ["iam-dumb."] }
        let clock = HeldClock()
        let files = try Self.fixture(["dumb", "often", "seldom"]).load()
        let watch = CloudWatch(
            discoverer: Discoverer(desk: .at(server, MemoryGate())),
            wishes: [
                try Self.wish("dumb"), try Self.wish("often", every: .seconds(1)),
                try Self.wish("seldom", every: .seconds(86_400)),
            ], clock: clock, files: { () throws(CloudError) in files })
        let (stream, source) = AsyncStream.makeStream(of: CloudNews.self)
        let running = Task { await watch.run { source.yield($0) } }
        var news = stream.makeAsyncIterator()
        var found = await Self.next(2, &news)
        #expect(Set(found.map(\.cloud)) == ["often", "seldom"])
        for _ in 1...3 {
            await clock.isSlept(within: .seconds(30))
            clock.advance(.seconds(30))
            found = await Self.next(1, &news)
            #expect(found.map(\.cloud) == ["often"], "twice a minute at most")
        }
        await clock.isSlept(within: .seconds(30))
        clock.advance(.seconds(3600))
        found = await Self.next(2, &news)
        #expect(Set(found.map(\.cloud)) == ["often", "seldom"], "once an hour at least")
        await server.release()
        found = await Self.next(1, &news)
        #expect(found.map(\.cloud) == ["dumb"])
        #expect(found.first?.refused.count == 1)
        running.cancel()
        await running.value
    }

    @Test func `what is missing is looked for each minute, in the files as they are then`() async throws {
        let server = ScriptedCloud()
        let clock = HeldClock()
        let files = Mutex(try Self.fixture(["c"], password: "wrong").load())
        let gate = MemoryGate()
        let watch = CloudWatch(
            discoverer: Discoverer(desk: .at(server, gate)), wishes: [try Self.wish("c", every: .seconds(3600))],
            clock: clock, files: { () throws(CloudError) in files.withLock { $0 } })
        let (stream, source) = AsyncStream.makeStream(of: CloudNews.self)
        let running = Task { await watch.run { source.yield($0) } }
        var news = stream.makeAsyncIterator()
        var found = await Self.next(1, &news)
        #expect(found.first?.targets.isEmpty == true)
        for _ in 1...3 {
            await clock.isSlept(within: .seconds(60))
            clock.advance(.seconds(60))
            found = await Self.next(1, &news)
            #expect(found.first?.refused.count == 1)
        }
        #expect(await server.logins == 1, "looked for, but not knocked at")
        var corrected = Self.fixture(["c"])
        corrected.modified = Timestamp(milliseconds: 2)
        let loaded = try corrected.load()
        files.withLock { $0 = loaded }
        await clock.isSlept(within: .seconds(60))
        clock.advance(.seconds(60))
        found = await Self.next(1, &news)
        #expect(found.first?.targets.map(\.key.description) == ["c/r1/images"])
        running.cancel()
        await running.value
    }

    @Test(arguments: [
        (Duration.seconds(1), false, Duration.seconds(30)), (.seconds(300), false, .seconds(300)),
        (.seconds(86_400), false, .seconds(3600)), (.seconds(1), true, .seconds(30)),
        (.seconds(300), true, .seconds(60)),
    ])
    func `a pause is bounded on both sides`(interval: Duration, isMissing: Bool, pause: Duration) throws {
        #expect(
            CloudWatch<ContinuousClock>.pause(of: try Self.wish("c", every: interval), isMissingSomething: isMissing)
                == pause)
    }
}
