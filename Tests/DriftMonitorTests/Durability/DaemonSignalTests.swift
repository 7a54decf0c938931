import Foundation
import Testing

/// Signals that reach the daemon while it is busy with an earlier one.
@Suite(.timeLimit(.minutes(10))) struct DaemonSignalTests {
    /// No request ends by itself, however long a test takes: what ends it is the signal.
    private static let patience = "limits: {total_time: 1h, idle_time: 1h}"

    @Test func `a stop that is asked for while the daemon drains for a reload is obeyed`() async throws {
        let tool = try Tool()
        // Never answers, so the reload waits for the grace period.
        try await ScriptedServer.with(script: { _ in [.hang] }) { server in
            let config = try tool.write(
                """
                store: \(tool.path("store.db"))
                interval: 1s
                grace_period: 3s
                \(Self.patience)
                targets: [{name: lab, url: "\(server.url)/v2/schemas/images", schemas: [images]}]
                """, to: "config.yaml")
            let daemon = try tool.start(["run", "--config", config])
            try await eventually { server.requests.count == 1 }
            daemon.signal(SIGHUP)
            try await eventually { daemon.errors.contains("reloading") }
            daemon.interrupt()
            let ending = try await daemon.ending()
            #expect(ending.status == 0)
            #expect(ending.errors.contains(#""message":"stopping""#))
            #expect(ending.errors.contains(#""message":"stopped""#))
        }
    }

    @Test func `a stop that is asked for while a cloud does not answer is obeyed`() async throws {
        let tool = try Tool()
        try await ScriptedServer.with(script: { _ in [.hang] }) { server in
            let clouds = try tool.write(
                """
                clouds:
                  slow:
                    auth: {auth_url: "\(server.url)/v3", username: u, password: p, project_name: p, user_domain_id: default,
                      project_domain_id: default}
                    region_name: one
                """, to: "clouds.yaml")
            let config = try tool.write(
                "store: \(tool.path("store.db"))\n\(Self.patience)\nclouds_file: \(clouds)\nclouds: [{name: slow}]\n",
                to: "config.yaml")
            let daemon = try tool.start(["run", "--config", config])
            try await eventually { server.requests.count >= 1 }
            daemon.interrupt()
            let ending = try await daemon.ending()
            #expect(ending.status == 0)
            #expect(ending.errors.contains(#""message":"stopped""#))
        }
    }

    @Test func `a reload that is asked for while the daemon drains for another is done, too`() async throws {
        let tool = try Tool()
        try await ScriptedServer.with(script: { _ in [.hang] }) { server in
            func write(_ schemas: String) throws -> String {
                try tool.write(
                    """
                    store: \(tool.path("store.db"))
                    interval: 1s
                    grace_period: 1s
                    \(Self.patience)
                    targets: [{name: lab, url: "\(server.url)/v2/schemas/{schema}", schemas: [\(schemas)]}]
                    """, to: "config.yaml")
            }
            let daemon = try tool.start(["run", "--config", try write("images")])
            try await eventually { server.requests.count == 1 }
            daemon.signal(SIGHUP)
            try await eventually { daemon.errors.contains("reloading") }
            // The first reload has read the file by now.
            _ = try write("images, image")
            daemon.signal(SIGHUP)
            try await eventually { daemon.errors.contains(#""targets":"2""#) }
            // Twice: the second does not wait for the checks that hang.
            daemon.interrupt()
            try await eventually { daemon.errors.contains(#""message":"stopping""#) }
            daemon.interrupt()
            #expect(try await daemon.ending().status == 0)
        }
    }
}

/// Looks again and again until it is so; the suite's time limit ends what never comes.
func eventually(_ condition: () throws -> Bool) async throws {
    while try !condition() { try await Task.sleep(for: .milliseconds(20)) }
}
