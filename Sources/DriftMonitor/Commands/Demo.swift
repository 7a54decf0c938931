import ArgumentParser
import DriftCore
import UnixSignals

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show the main job on an embedded fleet: no cloud, no configuration, no leftovers.",
        discussion: """
            Starts three regions and a webhook receiver on loopback, checks them, changes one region as a real upgrade did, \
            and checks again. Everything but the servers is what 'check' does with your own cloud.

            EXAMPLE
              driftmonitor demo
            """)

    func run() async throws {
        let style = TextStyle(isColoured: Host.current.allowsColour(on: .output))
        let folder = try TemporaryFolder(host: .current)
        // From here on a signal ends the demonstration, so that it can clean up behind itself.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let end: Result<UnixSignal?, any Error> = await withTaskGroup { group in
            group.addTask {
                await Result { () async throws -> UnixSignal? in
                    try await Self.demonstrate(in: folder, style)
                    return nil
                }
            }
            group.addTask {
                for await signal in signals { return .success(signal) }
                return .success(nil)
            }
            let first = await group.next() ?? .success(nil)
            group.cancelAll()
            await group.waitForAll()
            return first
        }
        folder.remove()
        if let signal = try end.get() { throw ExitCode(signal == .sigint ? 130 : 143) }
    }

    private static func demonstrate(in folder: TemporaryFolder, _ style: TextStyle) async throws {
        let fleet = try await DemoFleet.start()
        let result = await Result { try await show(fleet, folder, style) }
        await fleet.stop()
        try result.get()
    }

    private static func show(_ fleet: DemoFleet, _ folder: TemporaryFolder, _ style: TextStyle) async throws {
        let demonstration = try Demonstration(fleet: fleet, folder: folder)
        func title(_ text: String) throws { try Console.output.line("\(style.bold(text))\n") }
        do {
            try title("Three regions and a webhook receiver on loopback, watched by this configuration:")
            try Console.output.line(demonstration.yaml.indentedLines + "\n")

            try title("First check: what each region publishes becomes its baseline.")
            let first = try await demonstration.check()
            try Console.output.line(first.text(style).indentedLines + "\n")

            let region = DemoFleet.regions[1]
            fleet.upgrade(region)
            try title("Now \(region) is upgraded: images may be shared with others, as in OpenStack Ocata (2017).")

            try title("Second check: which region drifted, what changed, whom it breaks, and the proof.")
            let second = try await demonstration.check()
            try Console.output.line(second.text(style).indentedLines + "\n")

            let alerts = fleet.received
            guard let alert = alerts.min(by: { $0.body.count < $1.body.count }), alerts.allSatisfy(\.isSigned) else {
                throw Trouble("the demonstration failed: no signed alert arrived at \(fleet.webhookURL)")
            }
            try title(
                "\(alerts.count) alerts arrived at the webhook, the signature verified. One of them, as it arrived:")
            try Console.output.line(try JSONValue(parsing: alert.body).indented().indentedLines + "\n")
            await demonstration.close()
        } catch {
            await demonstration.close()
            throw error
        }
        try title("Go on with:")
        try Console.output.line(goOn)
    }

    private static let goOn = """
          driftmonitor check --cloud NAME --all-regions   every region of a cloud of your clouds.yaml
          driftmonitor check URL                          any JSON Schema that is served over HTTP
          driftmonitor diff OLD NEW                       two schemas: what changed, and whom it breaks
          driftmonitor history                            what was seen so far
          driftmonitor run --config FILE                  the daemon
          driftmonitor --help                             all commands
        """
}

/// The monitor of the demonstration: a configuration as a user would write it, and a store of its own.
private struct Demonstration {
    let yaml: String
    private let monitor: Monitor
    private let targets: [Target]

    init(fleet: DemoFleet, folder: TemporaryFolder) throws {
        yaml = """
            name: demo
            confirm_after: 200ms
            targets:
              - name: demo
                url: \(fleet.urlTemplate)
                regions: [\(DemoFleet.regions.joined(separator: ", "))]
                schemas: [\(DemoFleet.schemas.joined(separator: ", "))]
            channels:
              - {name: demo, type: webhook, url: \(fleet.webhookURL), secret: {env: DEMO_SECRET}}
            """
        // Nothing of the user's environment: no proxy stands between a demonstration and its own loopback.
        let host = Host(
            variables: ["DEMO_SECRET": fleet.webhookSecret.revealed], isRoot: false, currentDirectory: folder.path)
        let configuration = try Configuration(yaml: yaml, file: "\(folder.path)/demo.yaml", host: host)
        targets = try configuration.targets(reading: host.secrets(of: configuration))
        let store = try SQLiteStore.opened(StoreOptions(path: "\(folder.path)/demo.db"))
        monitor = try Monitor(host: host, configuration: configuration, store: store)
    }

    func check() async throws -> CheckReport {
        let outcome = try await Cycle(monitor: monitor, known: targets, wishes: [], operands: []).run()
        if let trouble = outcome.report.troubles.first { throw Trouble("the demonstration failed: \(trouble)") }
        return outcome.report
    }

    func close() async {
        await monitor.transport.shutDown()
        await monitor.store.close()
    }
}

extension String {
    fileprivate var indentedLines: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  \($0)" }
            .joined(separator: "\n")
    }
}
