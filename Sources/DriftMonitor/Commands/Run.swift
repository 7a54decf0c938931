import ArgumentParser
import DriftCore
import Logging

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watch everything in the configuration until told to stop.",
        discussion: """
            SIGTERM and SIGINT end running checks within the grace period, a second one at once. SIGHUP reads the \
            configuration again; one that cannot be used is told, and the old one stays.

            EXAMPLE
              driftmonitor run --config /etc/driftmonitor/driftmonitor.yaml
            """)

    @OptionGroup var place: StorePlace

    @Option(help: "The least that is logged: trace, debug, info, notice, warning, error or critical.")
    var logLevel = LogLevel.notice

    @Option(help: "text or json; default: text on a terminal, JSON lines elsewhere.")
    var logFormat: Format?

    func run() async throws {
        Heap.shareAmongThreads()
        let host = Host.current
        let load: @Sendable () throws -> Configuration = {
            guard let configuration = try place.configuration(host) else {
                throw Trouble(
                    "there is no configuration; write one (see 'driftmonitor config schema'), or name it with --config")
            }
            guard !configuration.clouds.isEmpty || !configuration.targets.isEmpty else {
                throw Trouble("the configuration '\(configuration.file ?? "")' names no clouds and no targets")
            }
            return configuration
        }
        // Read once for the start: it may come from a pipe.
        let configuration = try load()
        let isText = logFormat.map { $0 == .text } ?? Console.error.isTerminal
        let daemon = Daemon(
            host: host, configuration: configuration, loadConfiguration: load,
            storePath: { try place.storePath($0, host) },
            log: EventLog(level: logLevel.level, form: isText ? .text : .json), service: ServiceManager(host: host))
        try await daemon.run()
    }
}

enum LogLevel: String, ExpressibleByArgument, CaseIterable {
    case trace, debug, info, notice, warning, error, critical

    var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .notice }
}
