import ArgumentParser
import DriftCore

/// Where the configuration and the store are: options of every command that uses them.
struct StorePlace: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration file; default: $XDG_CONFIG_HOME/driftmonitor/driftmonitor.yaml, then /etc/driftmonitor/driftmonitor.yaml.",
            valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "The store's file; default: the configuration's, else the user's state directory, /var/lib/driftmonitor as root.",
            valueName: "file"))
    var store: String?

    /// The configuration that applies; nil when there is none and none was named.
    func configuration(_ host: Host = .current) throws -> Configuration? {
        guard let path = ConfigurationFile.path(named: config, host: host, exists: Files.exists) else { return nil }
        return try ConfigurationFile.load(path, host: host)
    }

    func storePath(_ configuration: Configuration?, _ host: Host = .current) throws(Trouble) -> String {
        if let store { return Paths.resolve(store, against: host.currentDirectory, host: host) }
        if let path = configuration?.store { return path }
        if let path = Paths.standardStore(host) { return path }
        throw Trouble("there is no home directory to keep the store in; name a file with --store")
    }

    /// The path of a store that is there. A file that does not exist is not made: there is nothing to ask it.
    func existingStore() throws -> String {
        let path = try storePath(try configuration())
        guard Files.exists(path) else {
            throw Trouble(
                "there is no store at '\(path)' yet; run 'driftmonitor check' first, or name another with --store")
        }
        return path
    }

    /// Opens the store for questions; for what writes, too, which then fails where it does on a store that cannot be written.
    func withStore<Result>(_ work: (SQLiteStore) async throws -> Result) async throws -> Result {
        var options = StoreOptions(path: try existingStore())
        options.onlyAsks = true
        return try await Self.with(try SQLiteStore.opened(options), work)
    }

    static func with<Result>(_ store: SQLiteStore, _ work: (SQLiteStore) async throws -> Result) async throws -> Result
    {
        do {
            let result = try await work(store)
            await store.close()
            return result
        } catch {
            await store.close()
            throw error
        }
    }
}

extension SQLiteStore {
    static func opened(_ options: StoreOptions) throws(Trouble) -> SQLiteStore {
        do throws(StoreError) {
            return try SQLiteStore(options)
        } catch {
            throw Trouble("\(error)")
        }
    }
}
