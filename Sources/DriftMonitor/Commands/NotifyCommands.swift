import ArgumentParser
import DriftCore

struct NotifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify", abstract: "Look after channels and the queue of deliveries.",
        subcommands: [NotifyTestCommand.self, NotifyListCommand.self, NotifyRetryCommand.self, NotifyDropCommand.self])
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
            if let channel { try await place.requireChannel(channel, in: store) }
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
            if let channel { try await place.requireChannel(channel, in: store) }
            let count = try await store.retryDeliveries(channel: channel, now: Host.now())
            try Console.output.line(
                count == 0 ? "nothing is dead or parked" : "\(count) deliveries wait to be sent again")
        }
    }
}

struct NotifyDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop",
        abstract: "Forget the messages that did not reach a channel.",
        discussion: """
            For a channel that was renamed or removed, or for alerts that are of no use any more. What was stored of the
            targets stays.

            EXAMPLES
              driftmonitor notify drop --channel old-chat
              driftmonitor notify drop --channel ops --dead
            """)

    @Option(help: "The channel, as 'driftmonitor notify list' names it.")
    var channel: String

    @Flag(help: "Only what is dead or parked, not what still waits.")
    var dead = false

    @OptionGroup var place: StorePlace

    func run() async throws {
        try await place.withStore { store in
            try await place.requireChannel(channel, in: store)
            let states: [DeliveryState] = dead ? [.dead, .parked] : [.pending, .dead, .parked]
            let count = try await store.dropDeliveries(channel: channel, states: states)
            try Console.output.line(
                count == 0 ? "there is nothing to drop" : count == 1 ? "1 message dropped" : "\(count) messages dropped"
            )
        }
    }
}

extension StorePlace {
    /// A channel that neither the configuration nor the queue names is a wrong operand, not an empty answer.
    func requireChannel(_ name: String, in store: any SchemaStore) async throws {
        let configured = try configuration()?.channels.map(\.name) ?? []
        guard !configured.contains(name) else { return }
        let query = DeliveryQuery(states: DeliveryState.allCases, channel: name, limit: 1)
        guard try await store.deliveries(query).isEmpty else { return }
        let waiting = try await store.undelivered(now: Host.now()).map(\.channel)
        let known = configured + waiting.filter { !configured.contains($0) }
        let list = known.isEmpty ? "" : "; known are \(known.joined(separator: ", "))"
        throw Trouble("there is no channel '\(name)'\(list)\(Nearest.hint(for: name, among: known))")
    }
}
