import Foundation
import Testing

@testable import DriftCore

/// A driftmonitor with a home of its own: store, configuration and the lab's clouds.yaml, nothing of the machine's.
struct Monitor: Sendable {
    let lab: Lab
    let home: URL

    /// Hands a fresh monitor over, and removes everything afterwards.
    static func with(_ lab: Lab, _ body: (Monitor) async throws -> Void) async throws {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("monitor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        try await body(Monitor(lab: lab, home: home))
    }

    /// The program that was built together with these tests.
    private static let program = Bundle.main.executableURL?.resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("driftmonitor")

    var store: URL { home.appendingPathComponent("store.db") }

    private var environment: [String: String] {
        var result = lab.variables.filter { $0.key.hasPrefix("OS_") }
        result["PATH"] = ProcessInfo.processInfo.environment["PATH"]
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] { result[name] = home.path }
        return result
    }

    func start(_ arguments: [String]) throws -> Spawned {
        try Spawned(#require(Self.program), arguments, environment: environment, files: home)
    }

    func run(_ arguments: String...) async throws -> Spawned.Ending {
        try await start(arguments + ["--store", store.path]).ending()
    }

    /// One `check` of a cloud in the lab.
    func check(cloud: String = "lab", _ arguments: String...) async throws -> CheckOutput {
        let ending = try await start(
            ["check", "--cloud", cloud, "--format", "json", "--store", store.path] + arguments
        ).ending()
        return try CheckOutput(ending)
    }

    /// How many rows each of the store's tables has, and how many pages the file.
    func rows() throws -> [String: Int] {
        let connection = try Connection(path: store.path, mode: .readOnly)
        defer { connection.close() }
        let tables = try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'table'") { $0.text(0) }
        var counts: [String: Int] = [:]
        for table in tables { counts[table] = try connection.row("SELECT count(*) FROM \(table)") { $0.int(0) } }
        counts["pages"] = try connection.row("PRAGMA page_count") { $0.int(0) }
        return counts
    }

    /// Writes a configuration file and returns its path.
    func configure(_ text: String) throws -> String {
        let file = home.appendingPathComponent("driftmonitor.yaml")
        try Data(text.utf8).write(to: file)
        return file.path
    }
}

/// What `check --format json` printed, read by the field names that scripts rely on.
struct CheckOutput {
    let status: Int32
    let errors: String
    let summary: [String: Int]
    let targets: [String: Target]

    struct Target: Decodable {
        let target: String
        let outcome: String
        let version: Int?
        let status: Int?
        let message: String?
        let drift: Drift?
    }

    struct Drift: Decodable {
        let impact: String
        let changes: [Change]
    }

    struct Change: Decodable, Equatable {
        let pointer: String
        let kind: String
    }

    private struct Document: Decodable {
        let summary: [String: Int]
        let targets: [Target]
    }

    init(_ ending: Spawned.Ending) throws {
        let document: Document
        do {
            document = try JSONDecoder().decode(Document.self, from: Data(ending.output.utf8))
        } catch {
            throw Unreadable(ending: ending)
        }
        status = ending.status
        errors = ending.errors
        summary = document.summary
        targets = Dictionary(uniqueKeysWithValues: document.targets.map { ($0.target, $0) })
    }

    /// The outcomes of one region's targets, by schema.
    func outcomes(in region: String, of cloud: String = "lab") -> [String: String] {
        let prefix = "\(cloud)/\(region)/"
        let own = targets.values.filter { $0.target.hasPrefix(prefix) }
        return Dictionary(uniqueKeysWithValues: own.map { (String($0.target.dropFirst(prefix.count)), $0.outcome) })
    }

    struct Unreadable: Error, CustomStringConvertible {
        let ending: Spawned.Ending

        var description: String {
            "no check report; exit \(ending.status), output: \(ending.output), errors: \(ending.errors)"
        }
    }
}
