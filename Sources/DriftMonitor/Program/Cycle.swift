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
        // While a daemon holds the store, sending is its business.
        let sends = try !monitor.store.isHeld()
        if sends { await drain(&troubles) }
        let plans = try await monitor.plan(wishes, beside: known)
        // Who looks is told at once; a log or a mail hears of settings only with something that needs them explained.
        var warnings = Warnings(isWatched: Console.error.isTerminal)
        warnings.add(monitor.configuration.endedWaivers(at: started) + plans.warnings)
        let collector = ResultCollector(expected: known.count)
        let discovery = await check(plans.plans, collector)
        warnings.add(discovery.warnings)
        do {
            _ = try discovery.targets.distinct()
            try requireFound(discovery)
        } catch {
            warnings.sayRest()
            throw error
        }
        if sends {
            await drain(&troubles)
            await forget(&troubles)
        }
        let undelivered = await undelivered(sends: sends, &troubles)
        troubles += discovery.refused.map { refused in
            "cloud \(refused.cloud)\(refused.region.map { " region \($0)" } ?? ""): \(refused.reason)"
        }
        troubles += await collector.troubles
        let results = await collector.takeResults()
        troubles += results.emptyRegions
        let report = CheckReport(
            started: started, finished: Host.now(), results: results, troubles: troubles,
            undelivered: undelivered)
        return CycleOutcome(report: report, warnings: warnings.unsaid)
    }

    /// Asks the clouds and checks what is known meanwhile: plain targets at once, those of a cloud as soon as it has answered.
    private func check(_ plans: [CloudPlan], _ collector: ResultCollector) async -> Discovery {
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
        return targets.compactMap { target in
            var target = target
            if keys.contains(target.key.description) {
                target.mustExist = true
                return target
            }
            // Those at known URLs were chosen by the operands already.
            if case .headers = target.access { return target }
            return nil
        }
    }

    /// Once a day; a daemon that holds the store does it itself.
    private func forget(_ troubles: inout [String]) async {
        guard let retention = monitor.configuration.retention else { return }
        let store = monitor.store
        do {
            _ = try await Upkeep(store: store.place, retention: retention)
                .run({ try await store.prune($0, now: $1) }, now: Host.now())
        } catch {
            troubles.append("old versions cannot be forgotten: \(error)")
        }
    }

    private func drain(_ troubles: inout [String]) async {
        do throws(StoreError) {
            _ = try await monitor.notifier.drain(ignoringBackOff: true)
        } catch {
            troubles.append("\(error)")
        }
    }

    /// What is in the queue after all was tried, whichever check put it there: an alert that was given up stays trouble until somebody
    /// sends it again or drops it.
    private func undelivered(sends: Bool, _ troubles: inout [String]) async -> [Undelivered] {
        let configured = Set(monitor.channels.map(\.name))
        do throws(StoreError) {
            return try await monitor.store.undelivered(now: Host.now()).compactMap {
                Undelivered($0, isConfigured: configured.contains($0.channel), sends: sends)
            }
        } catch {
            troubles.append("\(error)")
            return []
        }
    }
}

/// What a cycle came to, and what that means for the exit code.
struct CycleOutcome: Sendable {
    var report: CheckReport
    /// What is odd about the settings and was not said yet.
    var warnings: [String] = []

    func exitCode(failOn: FailOn, failOnOpen: Bool) -> Int32 {
        let results = report.results
        // Trouble outranks drift, and an alert that could not be delivered is trouble.
        if !report.troubles.isEmpty || !report.undelivered.isEmpty || results.contains(where: \.outcome.isFailure) {
            return 2
        }
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

/// What is odd about the settings: said at once to one who looks, else kept for the end.
private struct Warnings {
    let isWatched: Bool
    private var seen: Set<String> = []
    private(set) var unsaid: [String] = []

    init(isWatched: Bool) {
        self.isWatched = isWatched
    }

    mutating func add(_ warnings: [String]) {
        unsaid += warnings.filter { seen.insert($0).inserted }
        if isWatched { sayRest() }
    }

    mutating func sayRest() {
        for warning in unsaid { Console.error.note("driftmonitor: warning: \(warning)") }
        unsaid = []
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
