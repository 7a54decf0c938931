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
        try Canonicalization(files: files, digest: digest, jcs: jcs).run()
    }
}

/// What `canonicalize` does with its words.
struct Canonicalization {
    var files: [String] = []
    var digest = false
    var jcs = false

    func run() throws {
        let files = files.isEmpty ? ["-"] : files
        for file in files {
            let document = try document(of: file)
            let jcs = jcs ? try jcsText(of: document, file) : nil
            if digest {
                let hex = (jcs?.digest ?? document.canonicalDigest).hex
                try Console.output.line(files.count > 1 ? "\(hex)  \(file)" : hex)
            } else {
                try Console.output.write(jcs?.text ?? document.canonicalText)
            }
        }
    }

    private func document(of file: String) throws(Trouble) -> JSONDocument {
        let bytes = try Files.read(file)
        let document: JSONDocument
        do throws(JSONError) {
            document = try JSONDocument(parsing: bytes)
        } catch {
            throw Trouble("\(name(of: file)): \(error)")
        }
        if document.hadByteOrderMark {
            Console.error.note(
                "driftmonitor: warning: \(name(of: file)) begins with a byte order mark, which was skipped")
        }
        return document
    }

    /// Numbers that lose digits are told; those out of binary64's range are refused.
    private func jcsText(of document: JSONDocument, _ file: String) throws(Trouble) -> JCSText {
        do throws(JSONError) {
            let text = try JCSText(document)
            for loss in text.losses { Console.error.note("driftmonitor: warning: \(name(of: file)): \(loss)") }
            let untold = text.lossCount - text.losses.count
            if untold > 0 { Console.error.note("driftmonitor: warning: \(name(of: file)): and \(untold) more numbers") }
            return text
        } catch {
            throw Trouble("\(name(of: file)): \(error)")
        }
    }

    private func name(of file: String) -> String { file == "-" ? "standard input" : file }
}
