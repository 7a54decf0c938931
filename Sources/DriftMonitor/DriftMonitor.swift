import ArgumentParser
import DriftCore

#if canImport(Glibc)
    import Glibc
#endif

/// The commands, and how their ends become exit codes: 0 nothing to report, 1 something to report, 2 trouble, 64 usage.
@main
struct DriftMonitor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "driftmonitor",
        abstract: "Tells when a published JSON Schema changes, and whom it breaks, with proof.",
        discussion: """
            EXAMPLES
              driftmonitor demo                                   see the main job on an embedded fleet
              driftmonitor check --cloud mycloud --all-regions    one check of every region, clouds.yaml as found
              driftmonitor diff old.json new.json                 what changed, and whom it breaks
              driftmonitor run --config driftmonitor.yaml         the daemon

            EXIT CODES
              0 nothing to report, 1 something to report, 2 trouble, 64 wrong usage
            """,
        version: Product.version,
        subcommands: [
            CheckCommand.self, RunCommand.self, StatusCommand.self, HistoryCommand.self, ShowCommand.self,
            DiffCommand.self,
            AcceptCommand.self, TargetsCommand.self, CanonicalizeCommand.self, ValidateCommand.self,
            IdentifyCommand.self, DoctorCommand.self, RulesCommand.self, ConfigCommand.self, DBCommand.self,
            NotifyCommand.self,
            DemoCommand.self,
        ])

    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        Console.fillGaps()
        do {
            if let plain = PlainCommand(CommandLine.arguments.dropFirst()) { Glibc.exit(try plain.run()) }
            Descriptors.raiseLimit()
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let trouble as Trouble {
            Console.error.note("driftmonitor: \(trouble)")
            Glibc.exit(trouble.exitCode)
        } catch is ReaderGone {
            Glibc.exit(2)
        } catch  where exitCode(for: error) == .failure && !(error is ExitCode) {
            // What no command put into words of its own is trouble too, never "something to report".
            Console.error.note("driftmonitor: \(error)")
            Glibc.exit(2)
        } catch {
            exit(withError: error)
        }
    }
}
