import ArgumentParser
import DriftCore

struct TargetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "targets",
        abstract: "Show what would be watched, after discovery, and where each setting came from.",
        discussion: """
            Secrets are never shown. A login is needed for clouds whose catalog names the regions or the image service.

            EXAMPLES
              driftmonitor targets
              driftmonitor targets --cloud mycloud --all-regions --probe
            """)

    @OptionGroup var watched: WatchOptions
    @OptionGroup var place: StorePlace

    @Flag(help: "Fetch each once and say what it answers; nothing is stored.")
    var probe = false

    @Option(help: "How the result is shown: text or json.")
    var format = Format.text

    func run() async throws {
        let host = Host.current
        let loaded = try place.configuration(host)
        let configuration = loaded ?? Configuration()
        let wishes = try watched.wishes(configuration, operands: [])
        let known = try watched.targets(configuration, host, operands: [])
        guard loaded != nil || !wishes.isEmpty else {
            throw Trouble("there is no configuration; name one with --config, or a cloud with --cloud NAME")
        }
        // The store guards logins, so it is needed as soon as there is one.
        let store = try SQLiteStore.opened(StoreOptions(path: try place.storePath(loaded, host)))
        try await StorePlace.with(store) { store in
            let monitor = try Monitor(host: host, configuration: configuration, store: store)
            let outcome = await Result { () async throws -> (TargetsReport, Bool) in
                if watched.retryLogin { try await monitor.resetLogins(wishes) }
                return try await look(monitor, wishes, known)
            }
            await monitor.transport.shutDown()
            let (report, isWrong) = try outcome.get()
            switch format {
            case .text: try Console.output.line(report.text(.output, width: Console.output.columns))
            case .json: try Console.output.json(report.json)
            }
            if isWrong { throw ExitCode(1) }
        }
    }

    private func look(
        _ monitor: Monitor, _ wishes: [CloudWish], _ known: [Target]
    ) async throws -> (TargetsReport, Bool) {
        let (discovery, odd) = try await monitor.discover(wishes, at: known)
        let warnings = monitor.configuration.endedWaivers(at: Host.now()) + odd
        for warning in warnings { Console.error.note("driftmonitor: warning: \(warning)") }
        var report = TargetsReport(
            targets: discovery.targets,
            refused: discovery.refused.map {
                TargetsReport.Refusal(
                    cloud: [$0.cloud, $0.region].compactMap(\.self).joined(separator: "/"), reason: "\($0.reason)")
            },
            sources: discovery.entries.map(TargetSource.init)
                + monitor.configuration.sources.filter { source in known.contains { $0.key.cloud.name == source.cloud }
                },
            auth: { discovery.auth(of: $0) })
        guard probe else { return (report, !discovery.refused.isEmpty) }
        let probes = await monitor.probe(discovery)
        let urls = Dictionary(discovery.targets.map { ($0.key, $0.url) }) { first, _ in first }
        report.probes = probes.reduce(into: [:]) { answers, probe in
            // The URL has a column of its own.
            let message = probe.value.message
            let prefix =
                urls[probe.key].flatMap { url in [url + ": ", url + " "].first(where: message.hasPrefix) } ?? ""
            answers[probe.key] = "\(probe.value.outcome.rawValue): \(message.dropFirst(prefix.count))"
        }
        return (report, !discovery.refused.isEmpty || probes.values.contains { $0.outcome == .failed })
    }
}

extension Monitor {
    /// Fetches every target once, a few at a time.
    func probe(_ discovery: Discovery) async -> [TargetKey: WalkStep] {
        let fetcher = checker.fetcher
        return await withTaskGroup(of: (TargetKey, WalkStep).self) { group in
            var steps: [TargetKey: WalkStep] = [:]
            for (index, target) in discovery.targets.enumerated() {
                if index >= 8, let (key, step) = await group.next() { steps[key] = step }
                group.addTask { (target.key, WalkStep(probing: target, await fetcher.fetch(target, known: nil))) }
            }
            for await (key, step) in group { steps[key] = step }
            return steps
        }
    }
}
