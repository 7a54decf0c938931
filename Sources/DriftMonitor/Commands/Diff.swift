import ArgumentParser
import DriftCore

struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what changed between two documents, and whom it breaks.",
        usage: "driftmonitor diff <old> <new> [<options>]",
        discussion: """
            Each operand is a file, '-' for standard input, a URL, or a target (cloud/region/schema, with @N for version N). \
            An existing file comes first, then a URL, then a target; 'target:' before it forces the last.

            EXAMPLES
              driftmonitor diff old.json new.json
              driftmonitor diff mycloud/RegionOne/images@1 mycloud/RegionTwo/images --fail-on breaking
              driftmonitor diff --format json-patch old.json new.json
            """)

    enum DiffFormat: String, ExpressibleByArgument, CaseIterable {
        case text, json
        case jsonPatch = "json-patch"
    }

    @Argument(help: ArgumentHelp("The old and the new document.", valueName: "document"))
    var documents: [String] = []

    @Option(
        help:
            "The JSON Schema dialect of both documents, unless they name one in $schema: 3, 4, 6, 7, 2019-09, 2020-12.")
    var dialect: Dialect?

    @Option(help: "Whom to judge for: reader, writer or both.")
    var role = Role.both

    @Option(help: "schema is compared and judged, json compared only.")
    var kind = DocumentKind.schema

    @Option(help: "A pointer pattern to leave out; may be repeated.")
    var ignore: [String] = []

    @Option(help: "From which impact on the exit code is 1: breaking, any or never.")
    var failOn = FailOn.any

    @Option(help: "text, json, or json-patch: only the RFC 6902 patch, judged by nobody.")
    var format = DiffFormat.text

    @Flag(help: "Answer pairs of schemas as JSON lines from standard input, for measuring.")
    var pairs = false

    @OptionGroup var place: StorePlace

    func validate() throws {
        guard pairs ? documents.isEmpty : documents.count == 2 else {
            throw ValidationError(
                pairs
                    ? "--pairs reads standard input and takes no operands"
                    : "diff takes two operands, the old and the new document; \(documents.count) given")
        }
        guard documents.filter({ $0 == "-" }).count < 2 else {
            throw ValidationError("only one operand can be standard input")
        }
        do { _ = try IgnoreRules.parse(ignore) } catch { throw ValidationError("--ignore: \(error)") }
    }

    func run() async throws {
        if pairs { return try answerPairs() }
        let rules = try IgnoreRules.parse(ignore)
        let reader = OperandReader(place: place)
        let old = try await reader.read(documents[0])
        let new = try await reader.read(documents[1])
        if format == .jsonPatch {
            let isEqual = try PatchOutput(ignore: ignore).write(from: old, to: new)
            if !isEqual, failOn == .any { throw ExitCode(1) }
            return
        }
        let (oldView, newView) = (rules.view(of: try old.value()), rules.view(of: try new.value()))
        let options = Classifier.Options(
            schema: new.schemaName, role: role, kind: kind,
            dialect: .applying(to: oldView, configured: dialect, urlPath: old.urlPath ?? new.urlPath))
        let drift = Classifier(options: options).drift(from: oldView, to: newView)
        let report = DiffReport(
            old: try old.side, new: try new.side, drift: drift,
            patch: format == .json ? try JSONPatch.make(from: oldView, to: newView).document : nil)
        switch format {
        case .json: try Console.output.json(report.json)
        default: try Console.output.line(report.text(.output))
        }
        if !drift.changes.isEmpty, failOn.includes(drift.impact) { throw ExitCode(1) }
    }

    private func answerPairs() throws {
        while let line = readLine(strippingNewline: true) {
            guard let answer = PairStream.answer(Array(line.utf8)) else { continue }
            try Console.output.write(answer + [UInt8(ascii: "\n")])
        }
    }
}

/// `--format json-patch`: the RFC 6902 patch as canonical text, and a line feed.
struct PatchOutput {
    var ignore: [String] = []

    /// - Returns: whether the documents are equal.
    func write(from old: Operand, to new: Operand) throws -> Bool {
        let patch = try patch(from: old, to: new)
        try Console.output.write(patch + [UInt8(ascii: "\n")])
        return patch == Array("[]".utf8)
    }

    private func patch(from old: Operand, to new: Operand) throws -> [UInt8] {
        guard !ignore.isEmpty else { return JSONPatch.text(from: try old.document(), to: try new.document()) }
        let rules = try IgnoreRules.parse(ignore)
        let patch = try JSONPatch.make(from: rules.view(of: try old.value()), to: rules.view(of: try new.value()))
        return patch.document.canonicalText
    }
}

/// From which impact on a result is worth a failing exit code.
enum FailOn: String, ExpressibleByArgument, CaseIterable {
    case breaking, any, never

    /// `unknown` alerts like a break.
    func includes(_ impact: Impact) -> Bool {
        switch self {
        case .breaking: impact >= .unknown
        case .any: true
        case .never: false
        }
    }
}
