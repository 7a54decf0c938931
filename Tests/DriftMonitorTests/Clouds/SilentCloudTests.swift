import Foundation
import Testing

@testable import DriftCore
@testable import DriftMonitor

/// Login services that accept connections and say nothing: nothing else waits for them.
@Suite(.serialized, .timeLimit(.minutes(5))) struct SilentCloudTests {
    /// Clouds whose regions have a login each, at servers of their own.
    private static func clouds(_ urls: [[String]]) -> String {
        var lines = ["clouds:"]
        for (index, regions) in urls.enumerated() {
            lines += [
                "  c\(index):",
                "    auth: {username: u, password: p, user_domain_name: D, project_name: p, project_domain_name: D}",
                "    regions:",
            ]
            for (region, url) in regions.enumerated() {
                lines.append("      - {name: x\(region), values: {auth: {auth_url: '\(url)/v3'}}}")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func names(_ count: Int) -> String {
        (0..<count).map { "{name: c\($0), schemas: [images]}" }.joined(separator: ", ")
    }

    /// Servers that all follow one script.
    private static func withServers(
        _ count: Int, _ script: @escaping ScriptedServer.Script, _ body: ([ScriptedServer]) async throws -> Void
    ) async throws {
        var servers: [ScriptedServer] = []
        for _ in 0..<count { servers.append(try await ScriptedServer.start(script: script)) }
        let outcome = await Result { () async throws in try await body(servers) }
        for server in servers { try await server.stop() }
        try outcome.get()
    }

    @Test(arguments: [(clouds: 6, regions: 1), (clouds: 1, regions: 8), (clouds: 10, regions: 2)])
    func `the daemon is ready and looks at a healthy target whatever clouds do`(clouds: Int, regions: Int) async throws
    {
        let service = try await FakeService()
        let tool = try Tool()
        let socket = try NotifySocket(tool.path("notify"))
        try await Self.withServers(clouds * regions) { _ in
            [.hang]
        } _: { silent in
            let urls = (0..<clouds).map { cloud in (0..<regions).map { silent[cloud * regions + $0].url } }
            try tool.writeClouds(Self.clouds(urls))
            let config = try tool.write(
                """
                store: \(tool.path("s.db"))
                interval: 1s
                targets: [{name: lab, url: "\(service.schema)"}]
                clouds: [\(Self.names(clouds))]
                """, to: "c.yaml")
            let start = ContinuousClock.now
            let daemon = try tool.start(["run", "--config", config], ["NOTIFY_SOCKET": socket.path])
            try await eventually { socket.messages.contains { $0.hasPrefix("READY=1") } }
            try await eventually { service.asked > 0 }
            #expect(start.duration(to: .now) < .seconds(10), "a silent login holds on for fifteen seconds")
            // All of them at once.
            try await eventually { silent.allSatisfy { $0.requests.count == 1 } }
            daemon.interrupt()
            #expect(try await daemon.ending().status == 0)
            #expect(start.duration(to: .now) < .seconds(14), "and nobody waits for their end")
        }
        try await service.stop()
    }

    @Test(arguments: [1, 5]) func `check looks at what it can while a login is awaited`(clouds: Int) async throws {
        let service = try await FakeService()
        let tool = try Tool()
        try await Self.withServers(clouds) { _ in
            [.hang]
        } _: { silent in
            try tool.writeClouds(Self.clouds(silent.map { [$0.url] }))
            let config = try tool.write(
                """
                store: \(tool.path("s.db"))
                confirm_after: 10ms
                limits: {idle_time: 6s}
                targets: [{name: lab, url: "\(service.schema)"}]
                clouds: [\(Self.names(clouds))]
                """, to: "c.yaml")
            let start = ContinuousClock.now
            let run = try tool.start(["check", "--config", config])
            try await eventually { service.asked > 0 }
            #expect(start.duration(to: .now) < .seconds(6), "not after the logins")
            let ending = try await run.ending()
            #expect(start.duration(to: .now) < .seconds(6 * 2), "one after another, five would take half a minute")
            #expect(ending.status == 2)
            #expect(ending.output.contains("initial"))
            #expect(ending.output.components(separatedBy: "trouble: ").count == clouds + 1, "\(ending.output)")
        }
        try await service.stop()
    }

    private func eventually(_ condition: () throws -> Bool) async throws {
        while try !condition() { try await Task.sleep(for: .milliseconds(20)) }
    }
}
