import Foundation

/// The real Keystone and image services that `scripts/lab up` started.
struct Lab: Sendable {
    /// One of several labs that share their installation.
    var name = "default"
    var variables: [String: String]

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Whether tests against the lab run. In an automated check they do in any case, and fail without it.
    static let isWanted: Bool = {
        if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
        let process = Process()
        process.executableURL = root.appendingPathComponent("scripts/lab")
        process.arguments = ["status"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// The lab that a test's suite uses; see `OwnLab`.
    @TaskLocal static var current = "default"

    /// The suite's lab as `up` left it: every part running, nothing drifted, tokens that last.
    static func restored() async throws -> Lab {
        let lab = Lab(name: current, variables: try await settings(of: current))
        try await lab.restore()
        return lab
    }

    /// Starts a lab beside the usual one, and stops it afterwards, whatever happens.
    static func with(_ name: String, _ shape: [String], body: () async throws -> Void) async throws {
        do {
            _ = try await command(["--name", name, "up"] + shape)
            try await body()
        } catch {
            _ = try? await command(["--name", name, "down"])
            throw error
        }
        _ = try await command(["--name", name, "down"])
    }

    private static func settings(of name: String) async throws -> [String: String] {
        var variables: [String: String] = [:]
        for line in try await command(["--name", name, "env"]).split(separator: "\n") {
            let parts = line.dropFirst("export ".count).split(separator: "=", maxSplits: 1)
            variables[String(parts[0])] = parts[1].trimmingCharacters(in: ["'"])
        }
        return variables
    }

    /// The lab with its clouds.yaml rewritten into another file.
    func rewritingClouds(to file: URL, _ change: (String) -> String) throws -> Lab {
        let text = try String(contentsOfFile: variables["OS_CLIENT_CONFIG_FILE"] ?? "", encoding: .utf8)
        try Data(change(text).utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        var lab = self
        lab.variables["OS_CLIENT_CONFIG_FILE"] = file.path
        return lab
    }

    var regions: [String] { (variables["LAB_REGIONS"] ?? "").split(separator: " ").map(String.init) }

    /// How often a driftmonitor asked Keystone for a token since the log began.
    var logins: Int {
        lines(of: "LAB_KEYSTONE_ACCESS_LOG").count {
            $0.contains(#""POST /v3/auth/tokens"#) && $0.contains("driftmonitor/")
        }
    }

    private func lines(of variable: String) -> [Substring] {
        guard let path = variables[variable], let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            return []
        }
        return text.split(separator: "\n")
    }

    /// One command of scripts/lab. It waits until the change can be seen.
    func run(_ arguments: String...) async throws { _ = try await Self.command(["--name", name] + arguments) }

    func restore() async throws {
        _ = try await Self.command(["--name", name, "reset"])
    }

    private static func command(_ arguments: [String]) async throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("lab-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let spawned = try Spawned(
            root.appendingPathComponent("scripts/lab"), arguments,
            environment: ProcessInfo.processInfo.environment, files: folder)
        // The first `up` makes databases, which takes long where much else runs.
        let ending = try await spawned.ending(within: .seconds(600))
        guard ending.status == 0 else { throw Refused(arguments: arguments, errors: ending.errors) }
        return ending.output
    }

    struct Refused: Error, CustomStringConvertible {
        let arguments: [String]
        let errors: String

        var description: String { "scripts/lab \(arguments.joined(separator: " ")): \(errors)" }
    }
}
