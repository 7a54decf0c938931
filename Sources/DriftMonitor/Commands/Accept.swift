import ArgumentParser
import DriftCore

struct AcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Make the current version of targets their baseline; their open drift closes.",
        discussion: """
            EXAMPLES
              driftmonitor accept mycloud/RegionOne/images --note "rollout of 2026.1" --by kim
              driftmonitor accept mycloud/RegionOne/images --suspect
            """)

    @Argument(help: ArgumentHelp("cloud/region/schema.", valueName: "target"))
    var targets: [TargetKey]

    @Option(help: "Why, for the record.")
    var note: String?

    @Option(help: "Who accepts, for the record.")
    var by: String?

    @Flag(help: "Take the answer that was not believed as the new version.")
    var suspect = false

    @OptionGroup var place: StorePlace

    func run() async throws {
        let host = Host.current
        let configuration = try place.configuration(host) ?? Configuration()
        let known = try configuration.targets(reading: host.secrets(of: configuration))
        try await place.withStore { store in
            let monitor = try Monitor(host: host, configuration: configuration, store: store)
            let outcome = await Result { () async throws in
                // All operands are looked at before the first is changed.
                try await requireKnown(targets, in: store)
                for key in targets {
                    let target = known.first { $0.key == key } ?? configuration.cloudTarget(key)
                    try await accept(target, monitor)
                }
            }
            await monitor.transport.shutDown()
            try outcome.get()
        }
    }

    private func accept(_ target: Target, _ monitor: Monitor) async throws {
        let acceptor = Acceptor(store: monitor.store, rules: monitor.rules, now: Host.now)
        do throws(AcceptError) {
            let number = try await acceptor.accept(target, note: note, by: by, suspect: suspect)
            Console.error.note("driftmonitor: \(target.key): version \(number) is the baseline")
        } catch {
            throw Trouble("\(error)")
        }
    }
}

extension Configuration {
    /// A cloud's target as it is watched, without asking the cloud where it is.
    func cloudTarget(_ key: TargetKey) -> Target {
        let watch = clouds.first { $0.name == key.cloud }?.watch ?? WatchSettings()
        return Target(
            key: key, url: "", access: .cloud(key.cloud.name), role: watch.role, dialect: watch.dialect,
            ignore: watch.ignore, interval: watch.interval ?? interval, source: "the store")
    }
}
