import ArgumentParser
import DriftCore

struct NotifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify", abstract: "Look after channels and the queue of deliveries.",
        subcommands: [NotifyListCommand.self, NotifyRetryCommand.self])
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
