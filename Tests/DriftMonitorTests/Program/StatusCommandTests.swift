import DriftCore
import Foundation
import Testing

/// `status`, `history --open` and what `check` says of what is open, over real HTTP on loopback.
@Suite(.timeLimit(.minutes(3))) struct StatusCommandTests {
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

    private func run(_ arguments: String...) async throws -> Spawned.Ending {
        try await tool.start(arguments + ["--config", config]).ending()
    }

    private func status() async throws -> (code: Int32, value: JSONValue) {
        let ending = try await run("status", "--format", "json")
        return (ending.status, try JSONValue(parsing: ending.output))
    }

    private func drift() {
        service.set { $0.body = #"{"properties":{"kind":{"enum":["a","b"]}}}"# }
    }

    @Test func `without a store it says what to run first`() async throws {
        let ending = try await run("status")
        #expect(ending.status == 2)
        #expect(ending.output == "")
        #expect(
            ending.errors == "driftmonitor: there is no store at '\(tool.path("store.db"))' yet; "
                + "run 'driftmonitor check' first, or name another with --store\n")
        try await service.stop()
    }

    @Test func `it tells well, open and in trouble apart, in words and in its exit code`() async throws {
        _ = try await run("check")
        let well = try await run("status")
        #expect(well.status == 0)
        #expect(well.output == "All is well: 1 target, checked last less than a minute ago\n")
        drift()
        _ = try await run("check")
        let open = try await run("status")
        #expect(open.status == 1)
        #expect(open.output.hasPrefix("1 drift open (1 breaking)\n1 target, checked last "))
        #expect(open.output.contains("  breaking    images  enum-value-added /properties/kind/enum\n"))
        #expect(open.output.hasSuffix("\nNext: driftmonitor history --open --config \(config)\n"))
        let lines: [Substring] = open.output.split(separator: "\n")
        #expect(lines.dropLast().allSatisfy { $0.count <= 80 })
        service.set { $0.status = 503 }
        _ = try await run("check")
        let (code, value) = try await status()
        #expect(code == 2)
        #expect(value["state"] == "trouble")
        #expect(value["open"]?["impact"] == ["breaking": 1])
        #expect(value["drifts"]?.array?.map { $0["targets"] } == [["lab/-/images"]])
        #expect(value["troubles"]?.array?.map { $0["outcome"] } == ["failed"])
        let page = try await run("status", "--format", "markdown")
        #expect(page.output.hasPrefix("# 1 drift open (1 breaking), 1 target in trouble\n"))
        service.set { $0.status = 200 }
        _ = try await run("check")
        _ = try await run("accept", "lab/-/images")
        #expect(try await status().code == 0)
        try await service.stop()
    }

    @Test func `a message that did not arrive is trouble until it does`() async throws {
        _ = try await run("check")
        drift()
        service.set { $0.hookStatus = 500 }
        _ = try await run("check")
        let (code, value) = try await status()
        #expect(code == 2)
        #expect(value["queue"]?.array?.map { $0["channel"] } == ["ops"])
        service.set { $0.hookStatus = 200 }
        _ = try await run("check")
        #expect(try await status().code == 1)
        try await service.stop()
    }

    @Test func `it asks beside a daemon, and a store that may only be read`() async throws {
        let daemon = try tool.start(["run", "--config", config])
        // Asked again and again from before there is a store until the first target is in it.
        while !(try await run("status").output.hasPrefix("All is well: 1 target, checked")) {}
        daemon.interrupt()
        #expect(try await daemon.ending().status == 0)
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: tool.path("store.db"))
        let ending = try await tool.startBoundByPermissions(["status", "--config", config]).ending()
        #expect(ending.status == 0)
        #expect(ending.errors == "")
        try await service.stop()
    }

    @Test func `history and check say what is open, and a pipe stays silent for what is no news`() async throws {
        _ = try await run("check")
        #expect(try await run("history", "--open").output == "nothing in the history matches\n")
        drift()
        let day = String("\(Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))".prefix(8))
        let told = try await run("check")
        let last = try #require(told.output.split(separator: "\n" as Character).last)
        #expect(last.hasPrefix("1 drift still open (1 breaking) since \(day)"))
        #expect(last.hasSuffix("; driftmonitor status"))
        let later = try await run("check", "--format", "json")
        #expect(later.status == 0)
        let tally = try JSONValue(parsing: later.output)["open"]
        #expect(tally?["drifts"] == 1)
        #expect(tally?["targets"] == 1)
        #expect(tally?["impact"] == ["breaking": 1])
        #expect(try await run("check").output == "")
        let history = try JSONValue(parsing: try await run("history", "--open", "--format", "json").output)
        #expect(history["drifts"]?.array?.map { $0["open"] } == [true])
        _ = try await run("accept", "lab/-/images")
        #expect(try JSONValue(parsing: try await run("check", "--format", "json").output)["open"] == nil)
        let none = try JSONValue(parsing: try await run("history", "--open", "--format", "json").output)
        #expect(none["drifts"] == [])
        try await service.stop()
    }
}
