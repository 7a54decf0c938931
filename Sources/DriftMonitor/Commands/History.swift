import ArgumentParser
import DriftCore

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show the versions and drifts of targets, newest first.",
        discussion: """
            EXAMPLES
              driftmonitor history
              driftmonitor history --open
              driftmonitor history mycloud/RegionOne/images --since 7d --impact breaking
            """)

    @Argument(help: ArgumentHelp("cloud/region/schema; none for all.", valueName: "target"))
    var targets: [TargetKey] = []

    @Option(help: "Only this region.")
    var region: String?

    @Option(help: "Only this schema.")
    var schema: String?

    @Option(help: "Not before this time: RFC 3339, a date, or an age such as 12h or 7d.")
    var since: Moment?

    @Option(help: "Not after this time.")
    var until: Moment?

    @Option(help: "Only drifts with a change at or below this JSON Pointer.")
    var pointer: PointerArgument?

    @Option(help: "Only drifts with a change of this kind.")
    var kind: String?

    @Option(help: "Only drifts of this impact or worse: breaking, unknown, semantic, compatible, cosmetic.")
    var impact: Impact?

    @Flag(help: "Only drifts that are neither accepted nor over.")
    var open = false

    @Option(help: "How many versions and how many drifts at the most.")
    var limit = 50

    @Option(help: "How the result is shown: text or json.")
    var format = Format.text

    @OptionGroup var place: StorePlace

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be 1 or more") }
    }

    func run() async throws {
        try await place.withStore { store in
            let query = HistoryQuery(
                targets: targets, region: region, schema: schema, since: since?.time, until: until?.time,
                pointer: pointer?.pointer, kind: kind.map { ChangeKind($0) }, impact: impact, onlyOpen: open,
                limit: limit)
            try await requireKnown(targets, in: store)
            let onlyDrifts = open || pointer != nil || kind != nil || impact != nil
            let report = HistoryReport(
                versions: onlyDrifts ? [] : try await store.versions(query), drifts: try await store.drifts(query))
            switch format {
            case .text: try Console.output.line(report.text(.output))
            case .json: try Console.output.json(report.json)
            }
        }
    }
}

/// A target that the store does not know is a wrong operand, not an empty answer.
func requireKnown(_ targets: [TargetKey], in store: any SchemaStore) async throws {
    for target in targets where try await store.state(of: target) == nil {
        let known = try await store.targets().map(\.description)
        throw Trouble("the store knows no \(target)" + Nearest.hint(for: target.description, among: known))
    }
}
