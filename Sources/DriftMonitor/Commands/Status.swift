import ArgumentParser
import DriftCore

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show on one screen how things stand: open drift, targets in trouble, the queue, logins.",
        discussion: """
            It asks the store only, so it works while a daemon runs, and where the store may only be read.

            EXAMPLES
              driftmonitor status
              driftmonitor status --format json

            EXIT CODES
              0 all is well, 1 drift is open, or a target is gone or unsteady, 2 a target cannot be looked at, a message
              did not arrive, or a login was refused
            """)

    @Option(help: "How the result is shown: text, json or markdown.")
    var format = PageFormat.text

    @OptionGroup var place: StorePlace

    func run() async throws {
        let standing = try await place.withStore { store in try await History(store).standing(now: Host.now()) }
        let report = StatusReport(standing, options: place.asTyped, width: min(Console.output.columns ?? 80, 120))
        switch format {
        case .text: try Console.output.line(report.text(.output))
        case .json: try Console.output.json(report.json)
        case .markdown: try Console.output.line(report.markdown)
        }
        if standing.level > .well { throw ExitCode(Int32(standing.level.rawValue)) }
    }
}

extension StorePlace {
    /// The options that lead another command to the same store.
    fileprivate var asTyped: String {
        [("--config", config), ("--store", store)]
            .compactMap { name, value in value.map { " \(name) \(StatusReport.quoted($0))" } }.joined()
    }
}
