import ArgumentParser
import DriftCore

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check targets once: fetch, compare, store, notify, report.",
        discussion: """
            Without operands and --cloud, everything in the configuration is checked. As text nothing is printed when \
            there is nothing to report and standard output is no terminal, so cron stays quiet. What is odd about \
            settings is said on a terminal and beside a report; config check, targets and doctor always say it.

            EXAMPLES
              driftmonitor check
              driftmonitor check --cloud mycloud --all-regions --webhook https://hooks.example/drift
              driftmonitor check https://image.example/v2/schemas/images

            EXIT CODES
              0 nothing new, 1 drift (or another event) told for the first time, 2 trouble: a target failed or was suspect, an
              alert could not be delivered
            """)

    @Argument(
        help: ArgumentHelp("Targets of the configuration (cloud/region/schema), or URLs.", valueName: "target|url"))
    var operands: [String] = []

    @OptionGroup var watched: WatchOptions
    @OptionGroup var place: StorePlace

    @Option(help: ArgumentHelp("Send messages to this URL as well.", valueName: "url"))
    var webhook: String?

    @Option(help: "From which impact on drift makes the exit code 1: breaking, any or never.")
    var failOn = FailOn.any

    @Flag(help: "Open drift of earlier checks makes the exit code 1 too.")
    var failOnOpen = false

    @Option(help: "How the result is shown: text or json.")
    var format = Format.text

    func validate() throws {
        guard let webhook else { return }
        do { _ = try WebURL(webhook) } catch {
            throw ValidationError("--webhook: '\(webhook.hidingUser)' is not usable: \(error)")
        }
    }

    func run() async throws {
        Heap.shareAmongThreads()
        let host = Host.current
        let loaded = try place.configuration(host)
        let configuration = loaded ?? Configuration()
        let wishes = try watched.wishes(configuration, operands: operands)
        let known = try watched.targets(configuration, host, operands: operands)
        guard !wishes.isEmpty || !known.isEmpty else {
            throw Trouble(
                loaded == nil
                    ? "nothing to check: there is no configuration; name --cloud NAME or a URL"
                    : "nothing to check: "
                        + "the configuration '\(configuration.file ?? "")' names no clouds and no targets")
        }
        let store = try SQLiteStore.opened(StoreOptions(path: try place.storePath(loaded, host)))
        try await StorePlace.with(store) { store in
            let monitor = try Monitor(
                host: host, configuration: configuration, store: store,
                extraChannels: webhook.map { [Channel.adHoc(url: $0)] } ?? [])
            let outcome = await Result { () async throws -> CycleOutcome in
                if watched.retryLogin { try await monitor.resetLogins(wishes) }
                let cycle = Cycle(
                    monitor: monitor, known: known, wishes: wishes, operands: operands,
                    progress: format == .text ? .forTerminal() : nil)
                ProgramCode.giveBackPages()
                return try await cycle.run()
            }
            await monitor.transport.shutDown()
            try await report(try outcome.get(), store)
        }
    }

    private func report(_ outcome: CycleOutcome, _ store: SQLiteStore) async throws {
        var code = outcome.exitCode(failOn: failOn, failOnOpen: failOnOpen)
        // What is open is no news: a pipe stays silent for it.
        if format == .json || code != 0 || Console.output.isTerminal {
            var report = outcome.report
            do throws(StoreError) {
                report.open = OpenTally(try await History(store).openDrifts())
            } catch {
                report.troubles.append("\(error)")
                code = 2
            }
            if code != 0 {
                for warning in outcome.warnings { Console.error.note("driftmonitor: warning: \(warning)") }
            }
            switch format {
            case .json: try Console.output.json(report.json)
            case .text: try Console.output.line(report.text(.output, tellsOpenDrift: failOnOpen))
            }
        }
        if code != 0 { throw ExitCode(code) }
    }
}

extension Result where Failure == any Error {
    init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}
