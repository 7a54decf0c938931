import ArgumentParser
import DriftCore

struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print a stored document.",
        discussion: """
            EXAMPLES
              driftmonitor show mycloud/RegionOne/images
              driftmonitor show mycloud/RegionOne/images@1 --pretty
            """)

    @Argument(
        help: ArgumentHelp("cloud/region/schema, with @N for version N (default: the latest).", valueName: "target[@n]")
    )
    var reference: VersionReference

    @Flag(help: "Indented, for reading.")
    var pretty = false

    @Flag(help: "The answer that was not believed, as it came.")
    var suspect = false

    @OptionGroup var place: StorePlace

    func run() async throws {
        try await place.withStore { store in
            try await requireKnown([reference.target], in: store)
            if suspect {
                guard let answer = try await store.quarantined(reference.target) else {
                    throw Trouble("no answer of \(reference.target) is quarantined")
                }
                Console.error.note("driftmonitor: quarantined \(answer.time): \(answer.reason)")
                try Console.output.document(answer.body)
                return
            }
            let text = try await store.text(of: reference)
            guard pretty else {
                try Console.output.document(text)
                return
            }
            try Console.output.document(Array(try JSONValue(parsing: text).indented().utf8))
        }
    }
}

extension SchemaStore {
    /// The version that a reference names.
    func version(of reference: VersionReference) async throws -> StoredVersion {
        let state = try await state(of: reference.target)
        guard let latest = state?.latest else {
            throw Trouble("\(reference.target) has no version yet")
        }
        guard let number = reference.version, number != latest.number else { return latest }
        let versions = try await versions(HistoryQuery(targets: [reference.target], limit: latest.number))
        guard let version = versions.first(where: { $0.number == number }) else {
            throw Trouble("\(reference.target) has no version \(number); the latest is \(latest.number)")
        }
        return version
    }

    func text(of reference: VersionReference) async throws -> [UInt8] {
        let version = try await version(of: reference)
        guard let text = try await canonicalText(of: version.document) else {
            throw Trouble(
                "the document of \(reference.target)@\(version.number) is missing; run 'driftmonitor db check'")
        }
        return text
    }
}
