import Foundation
import Testing

@testable import DriftCore

/// The built program in a home of its own; nothing of the machine's configuration reaches it.
final class Tool: Sendable {
    let home: URL

    private static let program = Bundle.main.executableURL?.resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("driftmonitor")

    init() throws {
        home = FileManager.default.temporaryDirectory.appendingPathComponent("tool-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: home)
    }

    func path(_ name: String) -> String { home.appendingPathComponent(name).path }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: home.appendingPathComponent(name))
        return path(name)
    }

    /// As the program finds it, readable for the user alone.
    func writeClouds(_ text: String, permissions: Int = 0o600, name: String = "clouds.yaml") throws {
        let folder = home.appendingPathComponent("config/openstack")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: file.path)
    }

    func start(
        _ arguments: [String], _ variables: [String: String] = [:], watchesMemory: Bool = false
    ) throws -> Spawned {
        var environment = ["HOME": home.path, "XDG_CONFIG_HOME": path("config"), "STATE_DIRECTORY": path("state")]
        environment.merge(variables) { $1 }
        return try Spawned(
            #require(Self.program), arguments, environment: environment, files: home, watchesMemory: watchesMemory)
    }

    func run(_ arguments: String..., variables: [String: String] = [:]) async throws -> Spawned.Ending {
        try await start(arguments, variables).ending()
    }

    /// As a user whom a file's permissions bind: root without what lets it pass over them, anybody else as they are.
    func startBoundByPermissions(_ arguments: [String]) throws -> Spawned {
        let program = try #require(Self.program)
        guard geteuid() == 0 else { return try start(arguments) }
        let without = "--bounding-set=-dac_override,-dac_read_search"
        return try Spawned(
            URL(filePath: "/usr/bin/setpriv"), [without, program.path] + arguments,
            environment: ["HOME": home.path, "XDG_CONFIG_HOME": path("config"), "STATE_DIRECTORY": path("state")],
            files: home)
    }

    /// Runs a shell's line in which `$0` is the program.
    func shell(_ line: String) async throws -> Spawned.Ending {
        let program = try #require(Self.program)
        let environment = ["PATH": "/usr/bin:/bin", "HOME": home.path, "STATE_DIRECTORY": path("state")]
        return try await Spawned(
            URL(filePath: "/bin/sh"), ["-c", line, program.path], environment: environment, files: home
        ).ending()
    }

    /// Runs and reads what it printed as one JSON document and a line feed.
    func json(_ arguments: String...) async throws -> (status: Int32, value: JSONValue) {
        let ending = try await start(arguments).ending()
        #expect(ending.output.hasSuffix("\n"), "\(ending.errors)")
        return (ending.status, try JSONValue(parsing: ending.output))
    }
}

/// A schema server and a webhook receiver in one, steered by the test.
final class FakeService: Sendable {
    private let server: ScriptedServer
    private let state: Locked<State>

    struct State: Sendable {
        var status = 200
        var body = #"{"properties":{"kind":{"enum":["a"]}}}"#
        var hookStatus = 200
    }

    /// A value behind a lock.
    final class Locked<Value: Sendable>: @unchecked Sendable {
        // Every access holds the lock.
        private let lock = NSLock()
        private var value: Value
        init(_ value: Value) { self.value = value }
        func with<Result>(_ body: (inout Value) -> Result) -> Result { lock.withLock { body(&value) } }
    }

    init() async throws {
        let state = Locked(State())
        self.state = state
        server = try await ScriptedServer.start { request in
            let (status, body) = state.with { state in
                request.line.hasPrefix("POST") ? (state.hookStatus, "ok") : (state.status, state.body)
            }
            let head = "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
            return [.send(head + body)]
        }
    }

    var schema: String { "\(server.url)/v2/schemas/images" }
    var hook: String { "\(server.url)/hook" }
    var key: String { "127.0.0.1:\(server.port)/-/images" }

    func set(_ change: (inout State) -> Void) { state.with(change) }

    /// How many requests came, whatever they asked.
    var requests: Int { server.requests.count }

    /// The messages that were posted, in order, whatever they were answered.
    func messages() throws -> [JSONValue] {
        try server.requests.filter { $0.line.hasPrefix("POST") }.map { try JSONValue(parsing: $0.body) }
    }

    func stop() async throws { try await server.stop() }
}
