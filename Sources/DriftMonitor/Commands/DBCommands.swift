import ArgumentParser
import DriftCore

struct DBCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db", abstract: "Look after the store.",
        subcommands: [DBCheckCommand.self, DBBackupCommand.self, DBPruneCommand.self, DBStatsCommand.self])
}

struct DBCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Examine the store: structure, references, and every document against its digest.",
        discussion: """
            EXAMPLE
              driftmonitor db check --store driftmonitor.db

            EXIT CODES
              0 sound, 1 something is wrong, 2 it could not be looked at
            """)

    @OptionGroup var place: StorePlace

    func run() throws {
        let path = try place.existingStore()
        let examination: StoreExamination
        do throws(StoreError) {
            examination = try SQLiteStore.examine(path: path)
        } catch {
            guard case .damaged = error else { throw Trouble("\(error)") }
            try Console.output.line("\(error)")
            throw ExitCode(1)
        }
        guard examination.isSound else {
            for fault in examination.faults { try Console.output.line("\(path): \(fault)".shown(limit: 2000)) }
            throw ExitCode(1)
        }
        try Console.output.line("\(path): sound; \(examination.versions) versions, \(examination.documents) documents")
    }
}

struct DBBackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the store to another file while it is in use.",
        discussion: """
            EXAMPLE
              driftmonitor db backup /backup/driftmonitor.db
            """)

    @Argument(help: ArgumentHelp("The copy; it must not exist.", valueName: "file"))
    var file: String

    @OptionGroup var place: StorePlace

    func run() async throws {
        let host = Host.current
        let path = Paths.resolve(file, against: host.currentDirectory, host: host)
        guard !Files.exists(path) else { throw Trouble("'\(file)' exists already; name another file, or remove it") }
        try await place.withStore { store in
            do throws(StoreError) {
                let bytes = try await store.backUp(to: path)
                try? Console.output.line("\(file): \(bytes) bytes")
            } catch {
                throw Trouble("\(error)")
            }
        }
    }
}

struct DBPruneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Forget old versions; never a baseline, a latest version or an open drift.",
        discussion: """
            EXAMPLES
              driftmonitor db prune --older-than 365d
              driftmonitor db prune --keep 100 --max-size 500MiB
            """)

    @Option(help: ArgumentHelp("Forget what was last seen so long ago.", valueName: "duration"))
    var olderThan: String?

    @Option(help: ArgumentHelp("Keep so many versions of each target.", valueName: "count"))
    var keep: Int?

    @Option(help: ArgumentHelp("Forget the oldest until the documents fit into this size.", valueName: "size"))
    var maxSize: String?

    @OptionGroup var place: StorePlace

    private func retention() throws -> Retention {
        var retention = Retention()
        if let olderThan {
            guard let age = Quantity.duration(olderThan) else {
                throw ValidationError("--older-than: '\(olderThan)' is no duration; write 90s, 12h or 365d")
            }
            retention.age = age
        }
        if let maxSize {
            guard let bytes = Quantity.bytes(maxSize) else {
                throw ValidationError("--max-size: '\(maxSize)' is no size; write 500MiB or 20kB")
            }
            retention.bytes = Int64(bytes)
        }
        if let keep {
            guard keep > 0 else { throw ValidationError("--keep must be 1 or more") }
            retention.count = keep
        }
        return retention
    }

    func validate() throws {
        guard try retention() != Retention() else {
            throw ValidationError("say what to forget: --older-than, --keep or --max-size")
        }
    }

    func run() async throws {
        let retention = try retention()
        try await place.withStore { store in
            let result = try await store.prune(retention, now: Host.now())
            try Console.output.line(
                "forgot \(result.versions) versions, \(result.documents) documents, \(result.alerts) closed alerts; "
                    + "\(result.bytesBefore) → \(result.bytesAfter) bytes")
        }
    }
}

struct DBStatsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats",
        abstract: "Count what the store holds.",
        discussion: """
            EXAMPLE
              driftmonitor db stats --format json
            """)

    @Option(help: "How the result is shown: text or json.")
    var format = Format.text

    @OptionGroup var place: StorePlace

    func run() async throws {
        try await place.withStore { store in
            let rows = Self.rows(try await store.statistics())
            switch format {
            case .text:
                let width = rows.map(\.0.count).max() ?? 0
                for (name, value) in rows { try Console.output.line("\(name.padded(to: width))  \(value)") }
            case .json:
                try Console.output.json(.object(JSONObject(rows.map { (JSONString($0.0), JSONValue($0.1)) })))
            }
        }
    }

    private static func rows(_ statistics: StoreStatistics) -> [(String, Int)] {
        [
            ("file_bytes", Int(statistics.fileBytes)), ("free_bytes", Int(statistics.freeBytes)),
            ("log_bytes", Int(statistics.logBytes)), ("targets", statistics.targets),
            ("versions", statistics.versions), ("documents", statistics.documents),
            ("document_bytes", Int(statistics.documentBytes)), ("drifts", statistics.drifts),
            ("distinct_drifts", statistics.distinctDrifts),
            ("targets_with_open_drift", statistics.targetsWithOpenDrift), ("open_alerts", statistics.openAlerts),
            ("messages", statistics.messages), ("quarantined", statistics.quarantined),
        ] + DeliveryState.allCases.map { ("deliveries_\($0.rawValue)", statistics.deliveries[$0] ?? 0) }
    }
}
