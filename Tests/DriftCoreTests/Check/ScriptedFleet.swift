import Synchronization
import Testing

@testable import DriftCore

/// A fleet without servers and store: what each target answers, and how long that takes, is a script over simulated time.
final class ScriptedFleet: Sendable {
    struct Look: Sendable {
        let key: TargetKey
        let start: Duration
    }

    enum Reply: Sendable {
        case unchanged, drifted, reverted
        case failed(retryAfter: Duration?)
        case storeFailed
    }

    typealias Script = @Sendable (Target, _ at: Duration) -> (Reply, takes: Duration)

    private struct State {
        var looks: [Look] = []
        var late: [(time: Duration, target: LateTarget)] = []
        var outcomes: [(time: Duration, key: TargetKey, name: String)] = []
        var running = 0
        var most = 0
    }

    let time = SimulatedTime()
    private let state = Mutex(State())
    private let script: Script
    /// What the wall clock showed at the start; scripts set it.
    private let wallClock: ManualClock

    init(
        wallClock: ManualClock = ManualClock(Timestamp(milliseconds: 1_700_000_000_000)), _ script: @escaping Script
    ) {
        self.wallClock = wallClock
        self.script = script
    }

    var looks: [Look] { state.withLock { $0.looks } }
    var late: [(time: Duration, target: LateTarget)] { state.withLock { $0.late } }
    var outcomes: [(time: Duration, key: TargetKey, name: String)] { state.withLock { $0.outcomes } }
    /// How many exchanges ran at once.
    var most: Int { state.withLock { $0.most } }

    func looks(at key: TargetKey) -> [Duration] { looks.filter { $0.key == key }.map(\.start) }

    /// The longest pauses between looks at each target, from `start` on.
    func gaps(of keys: Set<TargetKey>, from start: Duration = .zero) -> [Duration] {
        Dictionary(grouping: looks.filter { keys.contains($0.key) && $0.start >= start }, by: \.key).values.map {
            looks in
            zip(looks, looks.dropFirst()).map { $1.start - $0.start }.max() ?? .zero
        }
    }

    /// - Parameter isSpread: The store says that all were checked just before, so they come spread over their interval.
    /// - Returns: whether the fleet ended when it was told to.
    func run(
        _ targets: [Target], for duration: Duration, options: FleetOptions = FleetOptions(), isSpread: Bool = false,
        lastCheck: @escaping @Sendable (TargetKey, SimulatedTime) async -> Timestamp? = { _, _ in nil },
        reload: (after: Duration, targets: [Target])? = nil
    ) -> Bool {
        let time = time
        let fleet = Fleet(
            stations: FleetStations(
                step: { [self] job throws(StoreError) in try await step(job) },
                lastCheck: { [wallClock] key throws(StoreError) in
                    if isSpread { return wallClock.now.advanced(by: .seconds(-1)) }
                    return await lastCheck(key, time)
                }, touch: { _ throws(StoreError) in },
                now: { [wallClock] in wallClock.now.advanced(by: time.passed) }),
            clock: time, options: options, timetable: Timetable(random: { 0.5 }))
        let (commands, inbox) = AsyncStream.makeStream(of: FleetCommand.self)
        let ended: Void? = time.run { [self] in
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    if let reload {
                        try? await time.sleep(until: time.now.advanced(by: reload.after), tolerance: nil)
                        inbox.yield(.reload(reload.targets))
                    }
                    try? await time.sleep(
                        until: time.now.advanced(by: duration - (reload?.after ?? .zero)), tolerance: nil)
                    inbox.yield(.stop(grace: .seconds(60)))
                }
                await fleet.run(targets, commands: commands) { event in self.take(event) }
                await group.waitForAll()
            }
        }
        return ended != nil
    }

    private func take(_ event: FleetEvent) {
        let passed = time.passed
        state.withLock { state in
            switch event {
            case .checked(let result): state.outcomes.append((passed, result.target.key, result.outcome.name))
            case .late(let targets): for target in targets { state.late.append((passed, target)) }
            case .alive, .storeTrouble: break
            }
        }
    }

    private func step(_ job: FleetJob) async throws(StoreError) -> CheckStep {
        let target = job.target
        let start = time.passed
        let (reply, takes) = script(target, start)
        state.withLock { state in
            state.looks.append(Look(key: target.key, start: start))
            state.running += 1
            state.most = max(state.most, state.running)
        }
        if takes > .zero { try? await time.sleep(until: time.now.advanced(by: takes), tolerance: nil) }
        state.withLock { $0.running -= 1 }
        switch (reply, job) {
        case (.drifted, .begin), (.reverted, .begin):
            return .fetchAgain(CheckInProgress(target: target, answers: []), after: .seconds(2))
        case (.drifted, .resume): return .done(result(target, .drifted(Self.drift, from: 1, flip: false)))
        case (.reverted, .resume): return .done(result(target, .reverted(Self.drift, from: 2)))
        case (.unchanged, _): return .done(result(target, .unchanged))
        case (.failed(let pause), _):
            let error = FetchError.status(503, detail: nil, retryAfter: pause, url: target.url)
            var failed = result(target, .failed(error))
            failed.retryAfter = pause
            return .done(failed)
        case (.storeFailed, _): throw .full(path: "store.db")
        }
    }

    private func result(_ target: Target, _ outcome: CheckOutcome) -> CheckResult {
        CheckResult(target: target, outcome: outcome, version: 1, digest: nil, status: nil, message: nil)
    }

    private static let drift = Classifier(options: .init(schema: "images")).drift(
        from: ["type": "string"], to: ["type": "integer"])
}

extension ScriptedFleet {
    /// One target in each of so many regions, each with a server of its own.
    static func regions(
        _ count: Int, cloud: String = "lab", schema: String = "images", interval: Duration = .seconds(3600)
    ) throws -> [Target] {
        try (0..<count).map { number in
            Target(
                key: try TargetKey("\(cloud)/r\(number)/\(schema)"),
                url: "http://r\(number).\(cloud).example/v2/schemas/\(schema)", interval: interval, source: "test")
        }
    }
}

extension Duration {
    /// Within a millisecond.
    func isAbout(_ other: Duration) -> Bool { self - other < .milliseconds(1) && other - self < .milliseconds(1) }
}
