import ArgumentParser
import DriftCore

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look after the configuration.",
        subcommands: [ConfigCheckCommand.self, ConfigSchemaCommand.self])
}

struct ConfigCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say everything that is wrong with the configuration, with its line.",
        discussion: """
            EXAMPLE
              driftmonitor config check --config driftmonitor.yaml

            EXIT CODES
              0 nothing wrong, 1 something wrong, 2 it could not be read
            """)

    @Argument(help: ArgumentHelp("The configuration file; default: as for every command.", valueName: "file"))
    var file: String?

    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    func validate() throws {
        guard file == nil || config == nil else {
            throw ValidationError("name the file once: as operand or with --config")
        }
    }

    func run() throws {
        let host = Host.current
        guard let path = ConfigurationFile.path(named: file ?? config, host: host, exists: Files.exists) else {
            throw Trouble(
                "there is no configuration at \(Paths.configurationCandidates(host).joined(separator: " or ")); name one"
            )
        }
        do {
            let configuration = try ConfigurationFile.load(path, host: host)
            let problems = configuration.unreadableSecrets(host.secrets(of: configuration))
            guard problems.isEmpty else { throw ConfigurationProblems(problems) }
            _ = try configuration.channels(reading: host.secrets(of: configuration))
            for warning in configuration.openSecretWarnings(host) + cloudWarnings(configuration, host) {
                Console.error.note("driftmonitor: warning: \(warning)")
            }
            let ended = configuration.endedWaivers(at: Host.now())
            for sentence in ended { try Console.output.line("\(path): \(sentence)") }
            if !ended.isEmpty { throw ExitCode(1) }
            try Console.output.line(
                "\(path): fine; clouds \(configuration.clouds.count), targets "
                    + "\(configuration.targets.reduce(0) { $0 + $1.documents.count }), channels \(configuration.channels.count)"
            )
        } catch let problems as ConfigurationProblems {
            try Console.output.line("\(problems)")
            throw ExitCode(1)
        }
    }
}

extension ConfigCheckCommand {
    /// What is odd about the files that the configured clouds lead to. They are files of their own, so nothing of it makes
    /// the configuration wrong.
    private func cloudWarnings(_ configuration: Configuration, _ host: Host) -> [String] {
        let wishes = configuration.cloudWishes
        guard !wishes.isEmpty else { return [] }
        let files: CloudsFiles
        do throws(CloudError) {
            files = try CloudsFiles(
                CloudsFilePlaces(
                    explicit: configuration.cloudsFile, workingDirectory: host.currentDirectory,
                    environment: host.variables), reading: .system)
        } catch {
            return ["\(error)"]
        }
        var warnings = files.warnings.map(\.description)
        for wish in wishes {
            switch CloudPlan(wish, in: files).cloud {
            case .success(let cloud):
                warnings += cloud.warnings.map(\.description) + cloud.refused.map(\.reason.description)
            case .failure(let error): warnings.append("\(error)")
            }
        }
        return warnings.eachOnce
    }
}

struct ConfigSchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print the configuration's own JSON Schema, for editors.",
        discussion: """
            EXAMPLE
              driftmonitor config schema > driftmonitor.schema.json
            """)

    func run() throws {
        try Console.output.line(ConfigurationSchema.document.indented())
    }
}
