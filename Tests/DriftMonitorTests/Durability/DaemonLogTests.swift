import DriftCore
import Foundation
import Testing

@testable import DriftMonitor

/// What the daemon does when its log is a trouble, or would be one.
@Suite(.timeLimit(.minutes(5))) struct DaemonLogTests {
    /// A named pipe that is open, small, and never read.
    private func stuckPipe(_ path: String) throws -> Int32 {
        #expect(mkfifo(path, 0o600) == 0)
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        #expect(descriptor >= 0)
        // F_SETPIPE_SZ
        #expect(fcntl(descriptor, 1031, 4096) >= 4096)
        return descriptor
    }

    private func configure(_ tool: Tool, _ server: ScriptedServer, schemas: Int) throws -> String {
        try tool.write(
            """
            store: \(tool.path("store.db"))
            interval: 1s
            limits: {per_host: 8}
            targets:
              - {name: lab, url: "\(server.url)/v2/schemas/{schema}", schemas: [\((0..<schemas).map { "s\($0)" }.joined(separator: ", "))]}
            """, to: "config.yaml")
    }

    @Test func `an unread pipe on standard error stops neither checks nor a stop`() async throws {
        let tool = try Tool()
        let failing: @Sendable (ScriptedServer.Request) -> [ScriptedServer.Step] = { _ in
            [.send("HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n")]
        }
        try await ScriptedServer.with(script: failing) { server in
            let config = try configure(tool, server, schemas: 60)
            let pipe = try stuckPipe(tool.path("log"))
            defer { close(pipe) }
            let daemon = try tool.startShell(
                "exec \"$0\" run --config '\(config)' --log-level trace 2> '\(tool.path("log"))'")
            // Each failure is a line of some 200 bytes: the pipe is full after the first round of sixty.
            try await eventually { server.requests.count > 600 }
            daemon.interrupt()
            #expect(try await daemon.ending(within: .seconds(30)).status == 0)
        }
    }

    @Test func `a reload that names another store says that it is used after a restart only`() async throws {
        let tool = try Tool()
        try await ScriptedServer.with(script: { _ in ScriptedServer.ok(#"{"type":"object","properties":{}}"#) }) {
            server in
            let config = try configure(tool, server, schemas: 1)
            let daemon = try tool.start(["run", "--config", config])
            try await eventually { daemon.errors.contains("watching") }
            let text = try String(contentsOfFile: config, encoding: .utf8)
            try tool.write(
                text.replacingOccurrences(of: "store.db", with: "other.db"), to: "config.yaml")
            daemon.signal(SIGHUP)
            try await eventually { daemon.errors.contains("another store") }
            try await eventually { daemon.errors.components(separatedBy: #""message":"watching""#).count == 3 }
            daemon.interrupt()
            let ending = try await daemon.ending()
            #expect(ending.status == 0)
            #expect(ending.errors.contains(tool.path("other.db")))
            #expect(!FileManager.default.fileExists(atPath: tool.path("other.db")))
        }
    }

    @Test func `a server's long pause is told once`() async throws {
        let tool = try Tool()
        try await ScriptedServer.with(
            script: { request in
                guard request.line.contains("s0 ") else {
                    return ScriptedServer.ok(#"{"type":"object","properties":{}}"#)
                }
                return [.send("HTTP/1.1 503 X\r\nRetry-After: 3600.5\r\nContent-Length: 0\r\n\r\n")]
            }
        ) { server in
            let config = try configure(tool, server, schemas: 3)
            let daemon = try tool.start(["run", "--config", config])
            try await eventually { daemon.errors.contains("late: lab/-/s0 was not looked at for") }
            let requests = server.requests.count
            try await eventually { server.requests.count > requests + 10 }
            daemon.interrupt()
            let ending = try await daemon.ending()
            #expect(ending.errors.components(separatedBy: "late: ").count == 2)
            #expect(ending.errors.contains("its server asked to be left alone"))
            #expect(server.requests.count { $0.line.contains("s0 ") } == 1)
        }
    }
}
