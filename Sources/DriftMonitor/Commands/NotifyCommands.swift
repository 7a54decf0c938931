import ArgumentParser
import DriftCore

struct NotifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify", abstract: "Look after channels and the queue of deliveries.",
        subcommands: [NotifyTestCommand.self, NotifyListCommand.self, NotifyRetryCommand.self])
}

struct NotifyListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show what waits, what is dead and which channels are parked.",
        discussion: """
            EXAMPLE
              driftmonitor notify list --channel ops
            """)

    @Option(help: "Only this channel.")
    var channel: String?

    @Flag(help: "Delivered messages too.")
    var all = false

    @Option(help: "How many rows at the most.")
    var limit = 50

    @Option(help: "How the result is shown: text or json.")
    var format = Format.text

    @OptionGroup var place: StorePlace

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be 1 or more") }
    }

    func run() async throws {
        try await place.withStore { store in
            let states = all ? DeliveryState.allCases : [.pending, .dead, .parked]
            let rows = try await store.deliveries(DeliveryQuery(states: states, channel: channel, limit: limit))
            let report = QueueReport(rows: rows)
            switch format {
            case .text: try Console.output.line(report.text(.output))
            case .json: try Console.output.json(report.json)
            }
        }
    }
}

struct NotifyTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Send a message to a channel that says only that it is a test.",
        discussion: """
            EXAMPLE
              driftmonitor notify test ops
            """)

    @Argument(help: "The channel's name in the configuration.")
    var channel: String

    @OptionGroup var place: StorePlace

    func run() async throws {
        let host = Host.current
        guard let configuration = try place.configuration(host) else {
            throw Trouble("there is no configuration that names channels; name one with --config")
        }
        let channels = try configuration.channels(reading: host.secrets(of: configuration))
        guard let found = channels.first(where: { $0.name == channel }) else {
            throw Trouble(
                "the configuration names no channel '\(channel)'"
                    + Nearest.hint(for: channel, among: channels.map(\.name)))
        }
        let store = try SQLiteStore.opened(StoreOptions(path: try place.storePath(configuration, host)))
        try await StorePlace.with(store) { store in
            let monitor = try Monitor(host: host, configuration: configuration, store: store)
            let problem = await monitor.notifier.test(found)
            await monitor.transport.shutDown()
            if let problem { throw Trouble("the channel '\(channel)' did not take the message: \(problem)") }
            try Console.output.line("the channel '\(channel)' took the message")
        }
    }
}

struct NotifyRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Send dead and parked deliveries again.",
        discussion: """
            They become pending; the daemon, or the next check, sends them.

            EXAMPLE
              driftmonitor notify retry --channel ops
            """)

    @Option(help: "Only this channel.")
    var channel: String?

    @OptionGroup var place: StorePlace

    func run() async throws {
        try await place.withStore { store in
            let count = try await store.retryDeliveries(channel: channel, now: Host.now())
            try Console.output.line(
                count == 0 ? "nothing is dead or parked" : "\(count) deliveries wait to be sent again")
        }
    }
}
