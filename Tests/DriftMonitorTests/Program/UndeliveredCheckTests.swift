import DriftCore
import Foundation
import Testing

/// Alerts that do not arrive: what `check` says of them, and for how long.
@Suite(.timeLimit(.minutes(3))) struct UndeliveredCheckTests {
    private let tool: Tool
    private let service: FakeService

    init() async throws {
        tool = try Tool()
        service = try await FakeService()
    }

    private func configure(channel: String = "ops") throws -> String {
        try tool.write(
            """
            store: \(tool.path("store.db"))
            confirm_after: 10ms
            targets:
              - {name: lab, url: "\(service.schema)", schemas: [images]}
            channels:
              - {name: \(channel), type: webhook, url: "\(service.hook)"}
            """, to: "config.yaml")
    }

    private func run(_ arguments: String...) async throws -> Spawned.Ending {
        try await tool.start(arguments + ["--config", tool.path("config.yaml")]).ending()
    }

    /// The line about what did not arrive, as text and as JSON; "-" where there is none. Both say it, or none does.
    private func said() async throws -> String {
        let text = try await run("check")
        let json = try await run("check", "--format", "json")
        #expect(text.status == json.status)
        let lines = text.output.split(separator: "\n").filter { $0.contains("undelivered") }
        let members = try JSONValue(parsing: json.output)["undelivered"]?.array ?? []
        #expect(lines.count == members.count)
        for (line, member) in zip(lines, members) {
            let count = member["count"]?.number?.int ?? 0
            let head =
                "trouble: \(count) alert\(count == 1 ? "" : "s") undelivered to \(member["channel"]?.string ?? "")"
            #expect(line.hasPrefix("\(head): \(member["reason"]?.string ?? "")"), "\(line) \(member)")
        }
        return "\(text.status) \(lines.first.map(String.init) ?? "-")"
    }

    private func drift() { service.set { $0.body = #"{"properties":{"kind":{"enum":["a","b"]}}}"# } }

    private static let sendsAgain = "'driftmonitor notify retry' sends again, 'driftmonitor notify drop' forgets"

    @Test(arguments: [
        (503, "2 trouble: 1 alert undelivered to ops: answered 503; see driftmonitor notify list", "0 -"),
        (
            404, "2 trouble: 1 alert undelivered to ops: given up: refused the message (404); \(Self.sendsAgain)",
            "2 trouble: 1 alert undelivered to ops: given up: refused the message (404); \(Self.sendsAgain)"
        ),
        (
            410,
            "2 trouble: 1 alert undelivered to ops: the channel is parked: answered 410: the receiver is gone for good; "
                + sendsAgain,
            "2 trouble: 1 alert undelivered to ops: the channel is parked: answered 410: the receiver is gone for good; "
                + Self.sendsAgain
        ),
    ])
    func `a receiver that fails is named while it does, and what was given up until somebody acts`(
        status: Int, down: String, up: String
    ) async throws {
        _ = try configure()
        #expect(try await said() == "0 -")
        drift()
        service.set { $0.hookStatus = status }
        #expect(try await run("check").status == 2)
        #expect(try await said() == down)
        service.set { $0.hookStatus = 200 }
        #expect(try await said() == up)
        if up != "0 -" { #expect(try await run("notify", "retry", "--channel", "ops").status == 0) }
        #expect(try await said() == "0 -")
        #expect(Set(try service.messages().map { $0["id"] }).count == 1)
        try await service.stop()
    }

    @Test func `a dead letter that is dropped is forgotten`() async throws {
        _ = try configure()
        _ = try await run("check")
        drift()
        service.set { $0.hookStatus = 404 }
        #expect(try await run("check").status == 2)
        service.set { $0.hookStatus = 200 }
        #expect(try await run("check").status == 2)
        let dropped = try await run("notify", "drop", "--channel", "ops", "--dead")
        #expect(dropped.output == "1 message dropped\n")
        #expect(try await said() == "0 -")
        #expect(try await run("notify", "drop", "--channel", "ops").output == "there is nothing to drop\n")
        try await service.stop()
    }

    @Test func `messages to a channel that was renamed are told until they are dropped`() async throws {
        _ = try configure()
        _ = try await run("check")
        drift()
        service.set { $0.hookStatus = 500 }
        _ = try await run("check")
        service.set { $0.hookStatus = 200 }
        _ = try configure(channel: "chat")
        let line =
            "2 trouble: 1 alert undelivered to ops: no channel of this name is configured; configure it again, or forget "
            + "them with 'driftmonitor notify drop'"
        #expect(try await said() == line)
        #expect(try await said() == line)
        #expect(try await run("notify", "drop", "--channel", "ops").status == 0)
        #expect(try await said() == "0 -")
        try await service.stop()
    }

    @Test func `nobody at the other end is told by what happened, and never by the address`() async throws {
        _ = try configure()
        _ = try await run("check")
        drift()
        let text = try String(contentsOfFile: tool.path("config.yaml"), encoding: .utf8)
        try text.replacing("\(service.hook)", with: "http://127.0.0.1:1/T0KEN")
            .write(toFile: tool.path("config.yaml"), atomically: true, encoding: .utf8)
        let drifted = try await run("check")
        #expect(drifted.status == 2)
        #expect(drifted.output.contains("drifted"))
        #expect(
            drifted.output.contains(
                "1 alert undelivered to ops: no connection to the host; see driftmonitor notify list"))
        #expect(!(drifted.output + drifted.errors).contains("T0KEN"))
        #expect(drifted.errors == "")
        try await service.stop()
    }
}
