import ArgumentParser
import DriftCore

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Walk a cloud step by step: files, names, TLS, login, catalog, schemas.",
        discussion: """
            A login that was refused before is not tried again before its pause ends, unless --retry-login is given.

            EXAMPLE
              driftmonitor doctor mycloud

            EXIT CODES
              0 every step works, 1 a step fails, 2 it could not be looked at
            """)

    @Argument(help: ArgumentHelp("A cloud of clouds.yaml; default: the one that clients take.", valueName: "cloud"))
    var cloud: String?

    @Flag(help: "Every region of the cloud's catalog.")
    var allRegions = false

    @Option(help: ArgumentHelp("Only this region; may be repeated.", valueName: "name"))
    var region: [String] = []

    @Flag(help: "Forget that the login was refused, and try it once more.")
    var retryLogin = false

    @Option(help: "How the result is shown: text or json.")
    var format = Format.text

    @OptionGroup var place: StorePlace

    func validate() throws {
        guard !allRegions || region.isEmpty else {
            throw ValidationError("--all-regions and --region exclude each other")
        }
    }

    func run() async throws {
        let host = Host.current
        let loaded = try place.configuration(host)
        let configuration = loaded ?? Configuration()
        let store = try SQLiteStore.opened(StoreOptions(path: try place.storePath(loaded, host)))
        try await StorePlace.with(store) { store in
            let monitor = try Monitor(host: host, configuration: configuration, store: store)
            let steps = await Result { () async throws in try await walk(monitor) }
            await monitor.transport.shutDown()
            try report(try steps.get())
        }
    }

    private func walk(_ monitor: Monitor) async throws -> [WalkStep] {
        let files = try monitor.cloudsFiles()
        guard let name = cloud ?? files.defaultCloud ?? (files.names.count == 1 ? files.names.first : nil) else {
            throw Trouble(
                files.names.isEmpty
                    ? "no clouds.yaml that can be used was found, and no OS_* variables are set"
                    : "name a cloud: \(files.names.joined(separator: ", "))", after: files.warnings)
        }
        guard files.names.contains(name) else {
            throw Trouble("\(CloudError.cloudNotFound(name, known: files.names))", after: files.warnings)
        }
        var wish =
            monitor.configuration.cloudWishes.first { $0.name == name }
            ?? CloudWish(name: name, interval: monitor.configuration.interval, source: "doctor")
        if allRegions { wish.regions = .all }
        if !region.isEmpty { wish.regions = .only(region) }
        if retryLogin { try await monitor.resetLogins([wish]) }
        let walk = CloudWalk(
            name, files: files, regions: wish.regions, projectPerRegion: wish.projectPerRegion,
            allowsCleartext: wish.allowsCleartext, schemas: wish.schemas,
            desk: monitor.discoverer.desk, transport: monitor.transport, limits: monitor.configuration.limits.http,
            now: Host.now)
        var steps: [WalkStep] = []
        func take(_ step: WalkStep) {
            steps.append(step)
            // A slow step should not keep the others from being seen.
            if format == .text { try? Console.output.line(step.line(.output)) }
        }
        let configuration = monitor.configuration
        for warning in configuration.openSecretWarnings(monitor.host) + configuration.endedWaivers(at: Host.now()) {
            take(WalkStep(.files, monitor.configuration.file ?? "configuration", .warned, warning))
        }
        await walk.run { take($0) }
        return steps
    }

    private func report(_ steps: [WalkStep]) throws {
        if format == .json {
            try Console.output.json([
                "steps": .array(
                    steps.map { step in
                        var object: JSONObject = [
                            "stage": JSONValue(step.stage.rawValue), "subject": JSONValue(step.subject),
                            "outcome": JSONValue(step.outcome.rawValue), "message": JSONValue(step.message),
                        ]
                        if let advice = step.advice { object["advice"] = JSONValue(advice) }
                        return .object(object)
                    })
            ])
        }
        if steps.contains(where: { $0.outcome == .failed }) { throw ExitCode(1) }
    }
}

extension WalkStep {
    fileprivate func line(_ style: TextStyle) -> String {
        let word =
            switch outcome {
            case .passed: style.green("ok    ")
            case .warned: style.yellow("note  ")
            case .failed: style.red("FAILED")
            }
        let advice = advice.map { "\n                  \($0.shown(limit: 500))" } ?? ""
        return "\(word)  \(stage.rawValue.padded(to: 8))  \(subject.shown()): \(message.shown(limit: 500))\(advice)"
    }
}
