import ArgumentParser
import DriftCore

struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Say whether instances conform to a JSON Schema, and where not.",
        discussion: """
            EXAMPLES
              driftmonitor validate schema.json image.json
              driftmonitor validate --dialect 4 --assert-formats schema.json image.json

            EXIT CODES
              0 all conform, 1 some do not, 2 it could not be said
            """)

    @Argument(help: ArgumentHelp("The schema's file, or '-'.", valueName: "schema"))
    var schema: String

    @Argument(help: ArgumentHelp("The instances' files, or '-'.", valueName: "instance"))
    var instances: [String]

    @Option(help: "The dialect, unless the schema names one in $schema: 3, 4, 6, 7, 2019-09, 2020-12 (default).")
    var dialect: Dialect?

    @Flag(help: "Let 'format' refuse; by default it only annotates.")
    var assertFormats = false

    @Option(help: "How the result is shown: text or json.")
    var format = Format.text

    func validate() throws {
        guard (instances + [schema]).filter({ $0 == "-" }).count < 2 else {
            throw ValidationError("only one operand can be standard input")
        }
    }

    func run() throws {
        let document = try Self.value(schema)
        let validator = Validator(
            schema: document, dialect: .applying(to: document, configured: dialect, urlPath: nil),
            assertsFormats: assertFormats)
        for issue in validator.schema.issues {
            Console.error.note("driftmonitor: warning: \(schema)#\(issue.location.pointer): \(issue.message)")
        }
        let results = try instances.map { name in
            ValidationReport.Row(instance: name, result: validator.validate(try Self.value(name)))
        }
        let report = ValidationReport(schema: schema, rows: results)
        switch format {
        case .text: try Console.output.line(report.text(.output))
        case .json: try Console.output.json(report.json)
        }
        if report.isUndecided { throw ExitCode(2) }
        if !report.isValid { throw ExitCode(1) }
    }

    private static func value(_ file: String) throws(Trouble) -> JSONValue {
        let bytes = try Files.read(file)
        do throws(JSONError) {
            return try JSONValue(parsing: bytes)
        } catch {
            throw Trouble("\(file == "-" ? "standard input" : file): \(error)")
        }
    }
}
