import DriftCore
import Foundation
import Testing

/// `check`, `run` and the questions to the history, over real HTTP on loopback.
@Suite(.timeLimit(.minutes(3))) struct CheckCommandTests {
    private let tool: Tool
    private let service: FakeService
    private let config: String

    init() async throws {
        tool = try Tool()
        service = try await FakeService()
        config = try tool.write(
            """
            store: \(tool.path("store.db"))
            interval: 1s
            confirm_after: 10ms
            targets:
              - {name: lab, url: "\(service.schema)", schemas: [images]}
            channels:
              - {name: ops, type: webhook, url: "\(service.hook)"}
            """, to: "config.yaml")
    }

    private func check(_ arguments: String...) async throws -> Spawned.Ending {
        try await tool.start(["check", "--config", config] + arguments).ending()
    }

    private func outcome(_ arguments: String...) async throws -> String {
        let ending = try await tool.start(["check", "--config", config, "--format", "json"] + arguments).ending()
        let report = try JSONValue(parsing: ending.output)
        let target = try #require(report["targets"]?.array?.first)
        return "\(target["outcome"]?.string ?? "-") \(ending.status)"
    }

    private func drift() {
        service.set { $0.body = #"{"properties":{"kind":{"enum":["a","b"]}}}"# }
    }

    @Test func `nothing to report prints nothing, a drift is told once with its proof`() async throws {
        let first = try await check()
        #expect(first.status == 0)
        #expect(first.output == "")
        #expect(first.errors == "")
        drift()
        let second = try await check()
        #expect(second.status == 1)
        #expect(second.output.contains("enum-value-added"))
        #expect(second.output.contains(#"proof: {"kind":"b"}"#))
        let third = try await check()
        #expect(third.status == 0)
        #expect(third.output == "")
        #expect(try await check("--fail-on-open").status == 1)
        let messages = try service.messages()
        #expect(messages.map { $0["type"] } == ["io.driftmonitor.drift.detected"])
        #expect(messages[0]["subject"] == "lab/-/images")
        #expect(messages[0]["data"]?["drift"]?["forward"]?["witness"] == ["kind": "b"])
        try await service.stop()
    }

    @Test func `each kind of answer has its outcome and exit code`() async throws {
        service.set { $0.status = 404 }
        #expect(try await outcome() == "failed 2")
        service.set { $0.status = 200 }
        #expect(try await outcome() == "initial 0")
        #expect(try await outcome() == "unchanged 0")
        service.set { $0.status = 503 }
        #expect(try await outcome() == "failed 2")
        service.set {
            $0.status = 200
            $0.body = "<html>Please sign in</html>"
        }
        #expect(try await outcome() == "suspect 2")
        drift()
        #expect(try await outcome("--fail-on", "never") == "drifted 0")
        service.set { $0.status = 404 }
        #expect(try await outcome() == "gone 1")
        #expect(try await outcome() == "gone 0")
        service.set {
            $0.status = 200
            $0.body = #"{"properties":{"kind":{"enum":["a"]}}}"#
        }
        #expect(try await outcome() == "reverted 1")
        try await service.stop()
    }

    @Test func `an alert that cannot be delivered is trouble, and arrives later as the same message`() async throws {
        _ = try await check()
        drift()
        service.set { $0.hookStatus = 500 }
        #expect(try await check().status == 2)
        let waiting = try await tool.json("notify", "list", "--config", config, "--format", "json")
        #expect(waiting.value["deliveries"]?.array?.map { $0["state"] } == ["pending"])
        service.set { $0.hookStatus = 200 }
        #expect(try await check().status == 0)
        let messages = try service.messages()
        #expect(messages.count >= 2)
        #expect(Set(messages).count == 1)
        #expect(try await tool.json("notify", "list", "--config", config, "--format", "json").value["deliveries"] == [])
        try await service.stop()
    }

    @Test func `history, show and accept tell and close a drift`() async throws {
        _ = try await check()
        drift()
        _ = try await check()
        var history = try await tool.json("history", "--config", config, "--format", "json").value
        #expect(history["versions"]?.array?.map { $0["version"] } == [2, 1])
        #expect(history["versions"]?.array?.map { $0["baseline"] } == [false, true])
        #expect(history["drifts"]?.array?.map { $0["open"] } == [true])
        #expect(
            try await tool.json("history", "--config", config, "--format", "json", "--kind", "pattern-changed").value[
                "drifts"]
                == [])
        let shown = try await tool.run("show", "lab/-/images@1", "--config", config)
        #expect(shown.output == #"{"properties":{"kind":{"enum":["a"]}}}"# + "\n")
        #expect(try await tool.run("show", "lab/-/images@3", "--config", config).errors.contains("has no version 3"))
        #expect(
            try await tool.run("show", "lab/-/image", "--config", config).errors.contains(
                "did you mean 'lab/-/images'?"))
        let diff = try await tool.run("diff", "lab/-/images@1", "lab/-/images", "--config", config)
        #expect(diff.status == 1)
        #expect(try await tool.run("accept", "lab/-/images", "--by", "kim", "--config", config).status == 0)
        history = try await tool.json("history", "--config", config, "--format", "json").value
        #expect(history["versions"]?.array?.map { $0["baseline"] } == [true, false])
        #expect(history["drifts"]?.array?.map { $0["open"] } == [false])
        #expect(try await check().status == 0)
        #expect(
            try service.messages().map { $0["type"] } == [
                "io.driftmonitor.drift.detected", "io.driftmonitor.drift.closed",
            ])
        try await service.stop()
    }

    @Test func `targets are shown without their secrets`() async throws {
        let file = try tool.write(
            """
            targets:
              - {name: lab, url: "\(service.schema)", schemas: [images], headers: {X-Auth-Token: {env: LAB_TOKEN}}}
            """, to: "secret.yaml")
        let ending = try await tool.run(
            "targets", "--config", file, "--format", "json", "--probe", variables: ["LAB_TOKEN": "hunter2"])
        #expect(ending.status == 0, "\(ending.errors)")
        #expect(!ending.output.contains("hunter2"))
        let row = try #require(try JSONValue(parsing: ending.output)["targets"]?.array?.first)
        #expect(row["auth"] == "header X-Auth-Token")
        #expect(row["target"] == "lab/-/images")
        #expect(row["role"] == "reader")
        #expect(row["interval_s"] == 3600)
        #expect(row["source"]?.string == "\(file):2")
        try await service.stop()
    }

    @Test func `the daemon checks, tells, refuses a second one, reads its file again and stops`() async throws {
        let daemon = try tool.start(["run", "--config", config, "--log-level", "debug"])
        try await eventually { daemon.errors.contains(#""outcome":"initial""#) }
        #expect(try await tool.run("run", "--config", config).errors.contains("another daemon holds the store"))
        drift()
        try await eventually { try service.messages().count == 1 }
        // A check stores beside the daemon, and leaves sending to it.
        #expect(try await check().status == 0)
        try "nonsense: 1\n".appending(String(contentsOfFile: config, encoding: .utf8))
            .write(toFile: config, atomically: true, encoding: .utf8)
        daemon.signal(SIGHUP)
        try await eventually { daemon.errors.contains("the old one stays") }
        try String(contentsOfFile: config, encoding: .utf8).replacingOccurrences(of: "nonsense: 1\n", with: "")
            .write(toFile: config, atomically: true, encoding: .utf8)
        daemon.signal(SIGHUP)
        try await eventually { daemon.errors.contains("reloading") }
        daemon.interrupt()
        let ending = try await daemon.ending()
        #expect(ending.status == 0)
        #expect(ending.errors.contains(#""message":"stopped""#))
        try await service.stop()
    }

    /// Whoever set a waiver relies on it: that it has ended is said where it counts, not only by `config check`.
    private func addWaivers() throws {
        let waivers = """

            waivers:
              - {kind: enum-value-added, pointer: /a, reason: agreed, expires: 2020-01-31}
              - {kind: enum-value-removed, pointer: /b, reason: agreed, expires: 2021-02-28}
              - {kind: title-changed, pointer: /c, reason: agreed, expires: 2999-01-31}

            """
        try String(contentsOfFile: config, encoding: .utf8).appending(waivers)
            .write(toFile: config, atomically: true, encoding: .utf8)
    }

    @Test func `ended waivers are told beside a report, by targets and by doctor, and never while all is well`()
        async throws
    {
        try addWaivers()
        let expected = [
            "driftmonitor: warning: the waiver of enum-value-added at /a ended on 2020-01-31 and waives nothing any "
                + "more; renew it or take it out",
            "driftmonitor: warning: the waiver of enum-value-removed at /b ended on 2021-02-28 and waives nothing any "
                + "more; renew it or take it out",
        ]
        let quiet = try await check()
        #expect(quiet.status == 0)
        #expect(quiet.output + quiet.errors == "")
        #expect(try await check("--format", "json").errors == "")
        drift()
        let loud = try await check()
        #expect(loud.status == 1)
        #expect(loud.errors.split(separator: "\n").map(String.init) == expected)
        let targets = try await tool.run("targets", "--config", config)
        #expect(targets.errors.split(separator: "\n").map(String.init) == expected)
        try await service.stop()
    }

    @Test func `the daemon warns of ended waivers when it starts and when it reads its file again`() async throws {
        let daemon = try tool.start(["run", "--config", config])
        try await eventually { daemon.errors.contains(#""outcome":"initial""#) }
        #expect(!daemon.errors.contains("waiver"))
        try addWaivers()
        daemon.signal(SIGHUP)
        func warnings() -> Int { daemon.errors.components(separatedBy: "waives nothing any more").count - 1 }
        try await eventually { warnings() == 2 }
        daemon.signal(SIGHUP)
        try await eventually { warnings() == 4 }
        #expect(daemon.errors.contains(#""level":"warning","message":"the waiver of enum-value-added at /a"#))
        daemon.interrupt()
        #expect(try await daemon.ending().status == 0)
        try await service.stop()
    }

    @Test func `a malformed waiver stops the check`() async throws {
        try String(contentsOfFile: config, encoding: .utf8)
            .appending("\nwaivers:\n  - {kind: enum-value-added, pointer: /a, reason: agreed, expires: soon}\n")
            .write(toFile: config, atomically: true, encoding: .utf8)
        let ending = try await check()
        #expect(ending.status == 2)
        #expect(
            ending.errors.contains("waivers[0].expires: expected a day, such as 2027-01-31, found 'soon'"),
            "\(ending.errors)")
        try await service.stop()
    }

    /// Looks again and again until it is so; the suite's time limit ends what never comes.
    private func eventually(_ condition: () throws -> Bool) async throws {
        while try !condition() { try await Task.sleep(for: .milliseconds(20)) }
    }
}
