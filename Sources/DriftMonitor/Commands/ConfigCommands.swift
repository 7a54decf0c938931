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
            var findings = cloudFindings(configuration, host)
            findings.problems += configuration.unusableSecrets(host.secrets(of: configuration))
            for warning in configuration.openSecretWarnings(host) + findings.warnings {
                Console.error.note("driftmonitor: warning: \(warning)")
            }
            guard findings.problems.isEmpty else { throw ConfigurationProblems(findings.problems) }
            let ended = configuration.endedWaivers(at: Host.now())
            for sentence in ended { try Console.output.line("\(path): \(sentence)".shown(limit: 2000)) }
            if !ended.isEmpty { throw ExitCode(1) }
            try Console.output.line(
                "\(path): fine; clouds \(configuration.clouds.count), targets "
                    + "\(configuration.targets.reduce(0) { $0 + $1.documents.count }), channels \(configuration.channels.count)"
            )
        } catch let problems as ConfigurationProblems {
            try Console.output.line("\(problems)".shownLines)
            throw ExitCode(1)
        }
    }
}

extension ConfigCheckCommand {
    /// What clouds.yaml says to the configured clouds. A cloud or region that it does not have is the configuration's mistake; what
    /// is odd about the files themselves makes the configuration no less right.
    private func cloudFindings(
        _ configuration: Configuration, _ host: Host
    ) -> (problems: [ConfigurationProblem], warnings: [String]) {
        guard !configuration.clouds.isEmpty else { return ([], []) }
        func problem(_ message: String, _ place: SourcePlace?, _ path: String) -> ConfigurationProblem {
            ConfigurationProblem(file: configuration.file ?? "-", place: place, path: path, message: message)
        }
        let files: CloudsFiles
        do throws(CloudError) {
            files = try CloudsFiles(
                CloudsFilePlaces(
                    explicit: configuration.cloudsFile, workingDirectory: host.currentDirectory,
                    environment: host.variables), reading: .system)
        } catch {
            return ([problem("\(error)", nil, configuration.cloudsFile == nil ? "clouds" : "clouds_file")], [])
        }
        var problems: [ConfigurationProblem] = []
        var warnings = files.warnings.map(\.description)
        for (index, (wish, settings)) in zip(configuration.cloudWishes, configuration.clouds).enumerated() {
            switch CloudPlan(wish, in: files).cloud {
            case .success(let cloud):
                warnings += cloud.warnings.map(\.description)
                for reason in cloud.refused.map(\.reason) {
                    guard case .regionNotFound(let name, _, let known) = reason else {
                        warnings.append("\(reason)")
                        continue
                    }
                    let hint = Nearest.hint(for: name, among: known)
                    problems.append(problem("\(reason)\(hint)", settings.place, "clouds[\(index)].regions"))
                }
            case .failure(.cloudNotFound(let name, let known)):
                let error = CloudError.cloudNotFound(name, known: known)
                let hint = Nearest.hint(for: name, among: known)
                problems.append(problem("\(error)\(hint)", settings.place, "clouds[\(index)].name"))
            case .failure(let error): warnings.append("\(error)")
            }
        }
        return (problems, warnings.eachOnce)
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
