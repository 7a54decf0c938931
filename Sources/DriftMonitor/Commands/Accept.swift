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
                try await monitor.nameKnownRegions()
                let acceptor = Acceptor(store: store, rules: monitor.rules, now: Host.now)
                for key in targets {
                    let url = try await store.lastURL(of: key)
                    try await accept(known.first { $0.key == key } ?? configuration.target(key, lastAt: url), acceptor)
                }
            }
            await monitor.transport.shutDown()
            try outcome.get()
        }
    }

    private func accept(_ target: Target, _ acceptor: Acceptor) async throws {
        do throws(AcceptError) {
            let number = try await acceptor.accept(target, note: note, by: by, suspect: suspect)
            Console.error.note("driftmonitor: \(target.key): version \(number) is the baseline")
        } catch {
            throw Trouble("\(error)")
        }
    }
}

extension Configuration {
    /// A target as it is watched, without asking a cloud where it is: one of a cloud, or a URL that was named on a command line.
    /// - Parameter url: where it was last told of. Of a target that nothing was told of, the schema is taken for one of a cloud,
    ///   whose dialect is that of everything below `/v2/schemas/`.
    func target(_ key: TargetKey, lastAt url: String?) -> Target {
        let watch = clouds.first { $0.name == key.cloud }?.watch ?? WatchSettings()
        return Target(
            key: key, url: url ?? "", access: .cloud(key.cloud.name), role: watch.role,
            dialect: watch.dialect ?? (url == nil ? Dialect.draft4.rawValue : nil), ignore: watch.ignore,
            interval: watch.interval ?? interval, source: "the store")
    }
}
