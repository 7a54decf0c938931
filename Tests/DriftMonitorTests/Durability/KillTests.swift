import DriftCore
import Foundation
import Testing

@testable import DriftMonitor

/// `kill -9` of the built program at random times while much happens: a hundred rounds with `DRIFTMONITOR_SLOW_TESTS`, else a
/// few. `scripts/soak` does the same for longer, with more going on.
@Suite(.timeLimit(.minutes(30))) struct KillTests {
    private let tool: Tool
    private let fleet: FakeFleet
    private let config: String

    private static let rounds = ProcessInfo.processInfo.environment["DRIFTMONITOR_SLOW_TESTS"] == nil ? 6 : 100
    private static let targets = 12

    init() async throws {
        tool = try Tool()
        fleet = try await FakeFleet()
        config = try tool.write(
            """
            store: \(tool.path("store.db"))
            interval: 1s
            confirm_after: 20ms
            targets:
              - name: lab
                url: "\(fleet.url)/v2/schemas/{schema}"
                schemas: [\((0..<Self.targets).map { "s\($0)" }.joined(separator: ", "))]
            channels:
              - {name: ops, type: webhook, url: "\(fleet.url)/ops"}
            """, to: "config.yaml")
    }

    private func publish(_ edition: Int, at target: Int) {
        let text = #"{"name": "s", "properties": {"id": {"type": "string"}, "p\#(edition)": {"type": "string"}}}"#
        fleet.set { $0.documents["/v2/schemas/s\(target)"] = .text(text) }
    }

    private func check() async throws -> Int32 {
        try await tool.run("check", "--config", config).status
    }

    @Test func `whenever the program is killed, what was stored is told, and what is told was stored`() async throws {
        var editions = Array(repeating: 1, count: Self.targets)
        for target in editions.indices { publish(target, at: target) }
        #expect(try await check() == 0)
        var next = 1_000
        for round in 0..<Self.rounds {
            // The targets of a round drift while the program is at work.
            let command = round.isMultiple(of: 3) ? "run" : "check"
            let process = try tool.start([command, "--config", config])
            for target in editions.indices.shuffled().prefix(4) {
                publish(next, at: target)
                editions[target] += 1
                next += 1
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...120)))
            }
            process.signal(SIGKILL)
            do {
                let ending = try await process.ending()
                #expect(command == "check" && [0, 1].contains(ending.status), "\(ending.errors)")
            } catch is Spawned.Killed {}
            #expect([0, 1].contains(try await check()))
        }
        try await sendTheRest()
        let versions = Dictionary(
            uniqueKeysWithValues: editions.enumerated().map { ("lab/-/s\($0.offset)", $0.element) })
        let faults = try await Books(path: tool.path("store.db"), channels: ["ops"])
            .faultsAtTheEnd(versions: versions, fleet.messages)
        #expect(faults == [])
        try await fleet.stop()
    }

    /// What a killed process was sending waits for its lease; this is as long after it.
    private func sendTheRest() async throws {
        let store = try SQLiteStore(StoreOptions(path: tool.path("store.db")))
        let transport = HTTPClientTransport()
        let notifier = Notifier(
            queue: store, transport: transport,
            channels: [Channel(name: "ops", kind: WebhookChannel(url: Secret("\(fleet.url)/ops")))],
            monitor: "default", now: { Host.now().advanced(by: .seconds(120)) }, writeLine: { _ in true })
        let outcome = await Result { () async throws in try await notifier.drain(ignoringBackOff: true) }
        await transport.shutDown()
        await store.close()
        _ = try outcome.get()
    }
}
