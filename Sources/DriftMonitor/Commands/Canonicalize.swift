import ArgumentParser
import DriftCore

struct CanonicalizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "canonicalize",
        abstract: "Print a JSON document's canonical text, or its digest.",
        discussion: """
            The canonical text has sorted keys, no blanks and exact numbers (RFC 8785 wherever that keeps each number's \
            value). No line feed is added. The digest is its SHA-256.

            EXAMPLE
              driftmonitor canonicalize --digest schema.json
            """)

    @Argument(help: ArgumentHelp("The files; '-' or none for standard input.", valueName: "file"))
    var files: [String] = []

    @Flag(help: "Print the SHA-256 of the canonical text in hex, with the name for several files.")
    var digest = false

    @Flag(help: "RFC 8785 as its implementations write it: numbers pass through binary64.")
    var jcs = false

    func run() throws {
        let files = files.isEmpty ? ["-"] : files
        for file in files {
            let text = try canonicalText(of: file)
            if digest {
                let hex = Digest(of: text).hex
                try Console.output.line(files.count > 1 ? "\(hex)  \(file)" : hex)
            } else {
                try Console.output.write(text)
            }
        }
    }

    private func canonicalText(of file: String) throws -> [UInt8] {
        let bytes = try Files.read(file)
        do {
            return try JSONDocument(parsing: bytes).canonicalText
        } catch {
            throw Trouble("\(file == "-" ? "standard input" : file): \(error)")
        }
    }
}
