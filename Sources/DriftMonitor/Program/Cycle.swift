import DriftCore

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
        let sends = try !DaemonLock.isHeld(store: monitor.store.options.path)
        if sends { await drain(&troubles) }
        let discovery = try await monitor.discover(wishes, at: known)
        let warnings = monitor.configuration.endedWaivers(at: started) + discovery.warnings
        // Who looks is told at once; a log or a mail hears of settings only with something that needs them explained.
        let isWatched = Console.error.isTerminal
        func warn() { for warning in warnings { Console.error.note("driftmonitor: warning: \(warning)") } }
        if isWatched { warn() }
        let targets: [Target]
        do {
            targets = try wanted(discovery.targets, refused: discovery.refused)
        } catch {
            if !isWatched { warn() }
            throw error
        }
        let collector = ResultCollector(expected: discovery.targets.count)
        do throws(StoreError) {
            for result in try await monitor.tell(discovery) { await collector.take(.checked(result)) }
        } catch {
            await collector.take(.storeTrouble(error, target: nil))
        }
        let total = targets.count
        let progress = progress
        await monitor.fleet(for: discovery).checkOnce(targets) { event in
            await collector.take(event)
            if case .checked(let result) = event { await progress?.count(result, of: total) }
        }
        await progress?.clear()
        if sends { await drain(&troubles) }
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
        return CycleOutcome(report: report, warnings: isWatched ? [] : warnings)
    }

    private func wanted(_ targets: [Target], refused: [RefusedCloud]) throws -> [Target] {
        let keys = Set(operands.filter { !$0.contains("://") })
        guard !keys.isEmpty else { return targets }
        for key in keys.sorted() where !targets.contains(where: { $0.key.description == key }) {
            guard refused.isEmpty else { continue }
            let hint = Nearest.hint(for: key, among: targets.map(\.key.description))
            throw Trouble("no target '\(key)' was found\(hint)")
        }
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
        case .alive: break
        case .storeTrouble(let error, let target):
            let text = target.map { "\($0.key): \(error)" } ?? "\(error)"
            if !troubles.contains(text) { troubles.append(text) }
        }
    }
}
