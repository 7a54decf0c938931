import ArgumentParser
import DriftCore

struct IdentifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identify",
        abstract: "Say which OpenStack release's schema a document is, or is nearest to.",
        discussion: """
            EXAMPLES
              driftmonitor identify images.json
              driftmonitor identify mycloud/RegionOne/images

            EXIT CODES
              0 it is a known one, 1 it differs from all, 2 trouble
            """)

    @Argument(
        help: ArgumentHelp(
            "A file, '-', a URL, or a target (cloud/region/schema, with @N for version N).", valueName: "document"))
    var document: String

    @Option(help: "How the result is shown: text or json.")
    var format = Format.text

    @OptionGroup var place: StorePlace

    func run() async throws {
        let operand = try await OperandReader(place: place).read(document)
        guard let found = Identification.of(try operand.value()) else {
            throw Trouble("\(operand.source) is no schema of the image service that could be compared")
        }
        switch format {
        case .text:
            try Console.output.line("\(operand.source.shown()): \(found.summary.shown(limit: 500))")
            for difference in found.differences where !difference.isCosmetic {
                try Console.output.line(
                    "  \(difference.pointer.description.shown()): \(difference.message.shown(limit: 300))")
            }
        case .json: try Console.output.json(json(found, operand))
        }
        if !found.isExact { throw ExitCode(1) }
    }

    private func json(_ found: Identification, _ operand: Operand) -> JSONValue {
        let differences = found.differences.map { difference -> JSONValue in
            var object: JSONObject = [
                "pointer": JSONValue(difference.pointer.description), "kind": JSONValue(difference.kind.id),
                "message": JSONValue(difference.message), "cosmetic": .bool(difference.isCosmetic),
            ]
            object["old"] = difference.old
            object["new"] = difference.new
            return .object(object)
        }
        return [
            "source": JSONValue(operand.source), "schema": JSONValue(found.schema), "summary": JSONValue(found.summary),
            "exact": .bool(found.isExact),
            "releases": .array(
                found.releases.map { run in
                    [
                        "first": JSONValue(run.first), "first_series": JSONValue(run.firstSeries),
                        "last": JSONValue(run.last), "last_series": JSONValue(run.lastSeries),
                    ]
                }), "differences": .array(differences),
        ]
    }
}
