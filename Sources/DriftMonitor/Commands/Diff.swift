import ArgumentParser
import DriftCore

struct DiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show what changed between two documents, and whom it breaks.")

    @Argument(help: "The old document.")
    var old: String

    @Argument(help: "The new document.")
    var new: String

    func run() async throws {
    }
}
