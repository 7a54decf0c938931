import DriftCore
import NIOConcurrencyHelpers

/// One cycle of checks: send what waits, discover, check, send what came of it.
struct Cycle: Sendable {
    let monitor: Monitor
    let known: [Target]
    let wishes: [CloudWish]
    /// Keys of single targets that are wanted; everything when there are none.
    let operands: [String]
    var progress: ProgressLine?

    func run() async throws -> CycleOutcome {
        let started = Host.now()
        var troubles: [String] = []
        var queue = DeliverySummary()
        // While a daemon holds the store, sending is its business.
        let sends = try !monitor.store.isHeld()
        if sends { queue += try await drain(&troubles) }
        let plans = try await monitor.plan(wishes, beside: known)
        for warning in plans.warnings.eachOnce { Console.error.note("driftmonitor: warning: \(warning)") }
        let collector = ResultCollector(expected: known.count)
        let discovery = try await check(plans.plans, collector)
        for warning in discovery.warnings where !plans.warnings.contains(warning) {
            Console.error.note("driftmonitor: warning: \(warning)")
        }
        try requireFound(discovery)
        if sends {
            queue += try await drain(&troubles)
            await forget(&troubles)
        }
        troubles += discovery.refused.map { refused in
            "cloud \(refused.cloud)\(refused.region.map { " region \($0)" } ?? ""): \(refused.reason)"
        }
        troubles += await collector.troubles
        let report = CheckReport(
            started: started, finished: Host.now(), results: await collector.takeResults(), troubles: troubles)
        return CycleOutcome(report: report, queue: queue)
    }

    /// Asks the clouds and checks what is known meanwhile: plain targets at once, those of a cloud as soon as it has answered.
    private func check(_ plans: [CloudPlan], _ collector: ResultCollector) async throws -> Discovery {
        let first = wanted(known)
        let gathering = Gathering(Discovery(plain: known, wishes: wishes))
        let total = NIOLockedValueBox(first.count)
        let (commands, inbox) = AsyncStream.makeStream(of: FleetCommand.self)
        let (monitor, progress) = (monitor, progress)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await monitor.fleet.checkOnce(first, commands: commands) { event in
                    await collector.take(event)
                    if case .checked(let result) = event {
                        await progress?.count(result, of: total.withLockedValue { $0 })
                    }
                }
            }
            await monitor.discoverer.ask(plans) { finding in
                monitor.clouds.take(finding)
                let targets = wanted(await gathering.take(finding))
                if !targets.isEmpty {
                    total.withLockedValue { $0 += targets.count }
                    inbox.yield(.checkNow(targets))
                }
                do throws(StoreError) {
                    for result in try await monitor.checker.tell(finding) { await collector.take(.checked(result)) }
                } catch {
                    await collector.take(.storeTrouble(error, target: nil))
                }
            }
            inbox.finish()
            await group.waitForAll()
        }
        await progress?.clear()
        return await gathering.discovery
    }

    private var keys: Set<String> { Set(operands.filter { !$0.contains("://") }) }

    private func requireFound(_ discovery: Discovery) throws {
        guard discovery.refused.isEmpty else { return }
        let found = Set(discovery.targets.map(\.key.description))
        for key in keys.sorted() where !found.contains(key) {
            throw Trouble("no target '\(key)' was found\(Nearest.hint(for: key, among: Array(found)))")
        }
    }

    private func wanted(_ targets: [Target]) -> [Target] {
        let keys = keys
        guard !keys.isEmpty else { return targets }
        return targets.filter {
            keys.contains($0.key.description) || $0.access == .headers([]) || operands.contains($0.url)
        }
    }

    /// Once a day; a daemon that holds the store does it itself.
    private func forget(_ troubles: inout [String]) async {
        guard let retention = monitor.configuration.retention else { return }
        let store = monitor.store
        do {
            _ = try await Upkeep(store: store.options.path, retention: retention)
                .run({ try await store.prune($0, now: $1) }, now: Host.now())
        } catch {
            troubles.append("old versions cannot be forgotten: \(error)")
        }
    }

    private func drain(_ troubles: inout [String]) async throws -> DeliverySummary {
        do throws(StoreError) {
            return try await monitor.notifier.drain(ignoringBackOff: true)
        } catch {
            troubles.append("\(error)")
            return DeliverySummary()
        }
    }
}

/// What a cycle came to, and what that means for the exit code.
struct CycleOutcome: Sendable {
    var report: CheckReport
    var queue: DeliverySummary

    func exitCode(failOn: FailOn, failOnOpen: Bool) -> Int32 {
        let results = report.results
        // Trouble outranks drift, and an alert that could not be delivered is trouble.
        if !report.troubles.isEmpty || queue.hasTrouble || results.contains(where: \.outcome.isFailure) { return 2 }
        guard failOn != .never else { return 0 }
        let isNews = results.contains { result in
            guard result.isNews else { return false }
            switch result.outcome {
            case .drifted(let drift, _, _): return failOn.includes(drift.impact)
            case .reverted, .unstable: return failOn == .any
            case .gone: return true
            default: return false
            }
        }
        return isNews || (failOnOpen && results.contains(where: \.hasOpenDrift)) ? 1 : 0
    }
}

/// Gathers what a fleet reports while it runs.
actor ResultCollector {
    private var results: [CheckResult] = []
    private(set) var troubles: [String] = []

    init(expected: Int) {
        results.reserveCapacity(expected)
    }

    /// Hands them out once.
    func takeResults() -> [CheckResult] {
        defer { results = [] }
        return results
    }

    func take(_ event: FleetEvent) {
        switch event {
        case .checked(var result):
            // Stored by now, or about to be.
            result.quiet = nil
            results.append(result)
        case .alive, .late: break
        case .storeTrouble(let error, let target):
            let text = target.map { "\($0.key): \(error)" } ?? "\(error)"
            if !troubles.contains(text) { troubles.append(text) }
        }
    }
}
