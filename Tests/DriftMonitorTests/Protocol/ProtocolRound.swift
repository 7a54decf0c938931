import DriftCore
import Foundation
import Testing

/// One process of the program against one server that gives hostile answers to some of its requests, and right ones to their siblings.
struct ProtocolRound {
    /// What the hostile answers are answers to.
    enum Use: String, CaseIterable, Sendable { case check, run, login, webhook }

    /// What became of one hostile answer.
    struct Row: Sendable {
        let kind: String
        let variant: Int
        /// The outcome of its target; for a webhook, what became of the delivery.
        let outcome: String
        let message: String
    }

    struct Result: Sendable {
        var rows: [Row] = []
        /// What the siblings came to, each once.
        var siblings: Set<String> = []
        var status: Int32 = -1
        var peakMemory = 0
        var time = Duration.zero
        var errors = ""
    }

    let use: Use
    let cases: [(kind: HostileAnswer, variant: Int)]
    /// How long an answer may take; longer than a busy machine needs, where none of them waits on purpose.
    var patience = "6s"

    static let siblings = 10

    func run() async throws -> Result {
        let tool = try Tool()
        let isDrifted = FakeService.Locked(false)
        // Made before anybody asks: some take their time.
        let hostile = Dictionary(
            uniqueKeysWithValues: cases.enumerated().map {
                ("c\($0.offset)", $0.element.kind.steps($0.element.variant))
            })
        var result = Result()
        try await ScriptedServer.with { request in
            let target = request.line.split(separator: " ").dropFirst().first ?? ""
            let parts = target.split(separator: "/").map(String.init)
            if parts.first == "hostile", let steps = parts.count > 1 ? hostile[parts[1]] : nil { return steps }
            if parts.first == "login" {
                return ScriptedServer.ok(#"{"token":{"catalog":[]}}"#, headers: "X-Subject-Token: t0ken-t0ken\r\n")
            }
            if parts.first == "hook" { return [.send("HTTP/1.1 204 No Content\r\n\r\n")] }
            return ScriptedServer.ok(isDrifted.with { $0 } ? #"{"type":"array"}"# : HostileAnswer.document)
        } _: { server in
            let config = try tool.write(configuration(server.url, tool), to: "config.yaml")
            if use == .login { try tool.writeClouds(clouds(server.url)) }
            if use == .webhook {
                _ = try await tool.start(["check", "--config", config]).ending()
                isDrifted.with { $0 = true }
            }
            let start = ContinuousClock.now
            let ending = use == .run ? try await daemon(config, tool) : try await check(config, tool)
            result.time = start.duration(to: .now)
            result.status = ending.status
            result.peakMemory = ending.peakMemory
            result.errors = ending.errors
            switch use {
            case .check, .login: try read(report: ending, into: &result)
            case .run: read(log: ending, into: &result)
            case .webhook: try await read(queue: config, tool, server, into: &result)
            }
        }
        return result
    }

    private func check(_ config: String, _ tool: Tool) async throws -> Spawned.Ending {
        try await tool.start(["check", "--config", config, "--format", "json"], watchesMemory: true).ending()
    }

    /// Until each target was looked at once.
    private func daemon(_ config: String, _ tool: Tool) async throws -> Spawned.Ending {
        let daemon = try tool.start(
            ["run", "--config", config, "--log-level", "trace", "--log-format", "json"], watchesMemory: true)
        let expected = cases.count + Self.siblings
        let deadline = ContinuousClock.now + .seconds(90)
        while Self.outcomes(in: daemon.errors).count < expected, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(100))
        }
        daemon.interrupt()
        return try await daemon.ending()
    }

    // MARK: What is asked of the program

    private func configuration(_ url: String, _ tool: Tool) -> String {
        let names = cases.indices.map { "c\($0)" }.joined(separator: ", ")
        let siblings = (0..<Self.siblings).map { "s\($0)" }.joined(separator: ", ")
        var text = """
            store: \(tool.path("s.db"))
            interval: 1s
            confirm_after: 0s
            limits: {total_time: \(patience), idle_time: \(patience), body: 1MiB, per_host: 64, concurrent: 128}
            targets:
              - {name: sibling, url: "\(url)/sibling/{schema}", schemas: [\(use == .webhook ? "s0" : siblings)]}

            """
        switch use {
        case .check, .run: text += "  - {name: hostile, url: \"\(url)/hostile/{schema}\", schemas: [\(names)]}\n"
        case .login:
            text += "clouds:\n"
            for name in cases.indices.map({ "c\($0)" }) + ["good"] { text += "  - {name: \(name), schemas: [image]}\n" }
        case .webhook:
            text += "channels:\n  - {name: good, type: webhook, url: \"\(url)/hook\"}\n"
            for index in cases.indices {
                text += "  - {name: c\(index), type: webhook, url: \"\(url)/hostile/c\(index)\"}\n"
            }
        }
        return text
    }

    private func clouds(_ url: String) -> String {
        func entry(_ name: String, _ place: String) -> String {
            """
              \(name):
                auth: {auth_url: '\(url)/\(place)/v3', username: u, password: p4ssword, user_domain_name: D, project_name: p,
                       project_domain_name: D}
                region_name: r1
                image_endpoint_override: '\(url)/sibling'

            """
        }
        return "clouds:\n" + cases.indices.map { entry("c\($0)", "hostile/c\($0)") }.joined() + entry("good", "login")
    }

    // MARK: What came of it

    private func take(_ key: String, _ outcome: String, _ message: String, into result: inout Result) {
        let parts = key.split(separator: "/").map(String.init)
        let name = parts.first == "hostile" ? parts[2] : parts.first ?? ""
        guard name.hasPrefix("c"), let index = Int(name.dropFirst()), cases.indices.contains(index) else {
            result.siblings.insert(outcome)
            return
        }
        let one = cases[index]
        result.rows.append(Row(kind: one.kind.name, variant: one.variant, outcome: outcome, message: message))
    }

    private func read(report ending: Spawned.Ending, into result: inout Result) throws {
        let report = try JSONValue(parsing: ending.output)
        for target in report["targets"]?.array ?? [] {
            take(
                target["target"]?.string ?? "", target["outcome"]?.string ?? "", target["message"]?.string ?? "",
                into: &result)
        }
    }

    /// The first outcome of each target.
    private static func outcomes(in log: String) -> [String: (outcome: String, message: String)] {
        var outcomes: [String: (outcome: String, message: String)] = [:]
        for line in log.split(separator: "\n") where line.contains(#""outcome""#) {
            guard let event = try? JSONValue(parsing: String(line)), let target = event["target"]?.string,
                let outcome = event["outcome"]?.string, outcomes[target] == nil
            else { continue }
            outcomes[target] = (outcome, event["message"]?.string ?? "")
        }
        return outcomes
    }

    private func read(log ending: Spawned.Ending, into result: inout Result) {
        for (target, seen) in Self.outcomes(in: ending.errors) {
            take(target, seen.outcome, seen.message, into: &result)
        }
    }

    private func read(
        queue config: String, _ tool: Tool, _ server: ScriptedServer, into result: inout Result
    ) async throws {
        let told = server.requests.count { $0.line.hasPrefix("POST /hook") }
        result.siblings.insert(told == 1 ? "told" : "told \(told) times")
        let list = try await tool.json(
            "notify", "list", "--all", "--limit", "1000", "--format", "json", "--config", config
        ).value
        for delivery in list["deliveries"]?.array ?? [] {
            guard let name = delivery["channel"]?.string, name != "good" else { continue }
            take(name, delivery["state"]?.string ?? "", delivery["error"]?.string ?? "", into: &result)
        }
    }
}
