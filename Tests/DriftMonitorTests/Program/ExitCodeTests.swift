import DriftCore
import Testing

/// Every way in which a check ends with 1 or 2 names its cause in the same output, in a pipe too, as text and as JSON.
@Suite(.timeLimit(.minutes(5))) struct ExitCodeTests {
    struct Way: Sendable, CustomStringConvertible {
        var description: String
        var code: Int32 = 2
        /// What the service answers before and in the check that is looked at.
        var before: [FakeService.State] = []
        var now = FakeService.State()
        var config: String? = "targets: [{name: lab, url: 'URL/v2/schemas/images'}]\n"
        var arguments: [String] = []
        var clouds: String?
        /// What the cause is called.
        var words: String
        /// The check ends before there is a report: the cause is on standard error alone.
        var isEarly = false
    }

    private static let other = #"{"properties":{"kind":{"enum":["a","b"]}}}"#
    private static let hook =
        "targets: [{name: lab, url: 'URL/v2/schemas/images'}]\nchannels: [{name: ops, type: webhook, url: 'URL/hook'}]\n"

    static let ways = [
        Way(description: "a status", now: .init(status: 503), words: "answered 503 (the server's fault)"),
        Way(description: "a page", now: .init(body: "<html>"), words: "the answer is 200 with a page"),
        Way(description: "a document that is not there", now: .init(status: 404), words: "answered 404 (not found)"),
        Way(
            description: "a URL that is not there", now: .init(status: 404), config: nil,
            arguments: ["URL/v2/schemas/imags"], words: "imags answered 404 (not found)"),
        Way(
            description: "nobody answers", config: "targets: [{name: lab, url: 'http://127.0.0.1:1/x'}]\n",
            words: "http://127.0.0.1:1/x: "),
        Way(
            description: "a region without schemas", now: .init(status: 404), config: "clouds: [{name: lab}]\n",
            clouds: "lab: {auth_type: none, region_name: r1, image_endpoint_override: 'URL'}",
            words: "lab/r1: no schema is there"),
        Way(
            description: "a cloud that is not there", config: "clouds: [{name: lab}]\n",
            words: "there is no cloud 'lab'"),
        Way(
            description: "a cloud without its login service", config: "clouds: [{name: lab}]\n",
            clouds:
                "lab: {region_name: r1, auth: {auth_url: 'http://127.0.0.1:1/v3', username: u, password: p, project_name: p, user_domain_name: D, project_domain_name: D}}",
            words: "the login service http://127.0.0.1:1/v3"),
        Way(
            description: "a receiver that is down", before: [.init()], now: .init(body: other, hookStatus: 503),
            config: hook,
            words: "answered 503"),
        Way(
            description: "a receiver that refuses", before: [.init()], now: .init(body: other, hookStatus: 400),
            config: hook,
            words: "given up: refused the message (400)"),
        Way(
            description: "a receiver that is gone", before: [.init()], now: .init(body: other, hookStatus: 410),
            config: hook,
            words: "the channel is parked: answered 410"),
        Way(
            description: "an alert of an earlier check", before: [.init(), .init(body: other, hookStatus: 400)],
            now: .init(body: other), config: hook,
            words: "given up: refused the message (400)"),
        Way(
            description: "no configuration", config: nil, words: "nothing to check: there is no configuration",
            isEarly: true),
        Way(description: "an empty one", config: "name: x\n", words: "names no clouds and no targets", isEarly: true),
        Way(description: "a wrong one", config: "targts: []\n", words: "did you mean 'targets'?", isEarly: true),
        Way(
            description: "a secret that is missing",
            config: "targets: [{name: a, url: 'URL/x', headers: {A: {file: none}}}]\n", words: "targets[0].headers.A: ",
            isEarly: true),
        Way(
            description: "a receiver's address that is none",
            config: "targets: [{name: a, url: 'URL/x'}]\nchannels: [{name: o, type: webhook, url: {file: c.yaml}}]\n",
            words: "channels[0].url: the value of 'c.yaml' holds several lines", isEarly: true),
        Way(
            description: "a target that is not there", arguments: ["lab/-/imags"],
            words: "names no target 'lab/-/imags'; did you mean 'lab/-/images'?", isEarly: true),
        Way(
            description: "two documents with one key", arguments: ["URL/x", "URL/x/"],
            words: "would both be the target",
            isEarly: true),
        Way(description: "a store that is none", arguments: ["--store", "c.yaml"], words: "c.yaml", isEarly: true),
        Way(
            description: "a store in no folder", arguments: ["--store", "/dev/null/s.db"], words: "/dev/null/s.db",
            isEarly: true),
        Way(description: "drift", code: 1, before: [.init()], now: .init(body: other), words: "enum-value-added"),
        Way(
            description: "the way back", code: 1, before: [.init(), .init(body: other)], words: "reverted"),
        Way(
            description: "a document that is gone", code: 1, before: [.init()], now: .init(status: 404),
            words: "published version 1 before"),
        Way(
            description: "drift of an earlier check", code: 1, before: [.init(), .init(body: other)],
            now: .init(body: other),
            arguments: ["--fail-on-open"], words: "open"),
    ]

    @Test(arguments: ways.indices, ["text", "json"])
    func `the cause of an exit code stands in the output`(index: Int, format: String) async throws {
        let way = Self.ways[index]
        let tool = try Tool()
        let service = try await FakeService()
        let url = String(service.schema.dropLast("/v2/schemas/images".count))
        var arguments = ["check", "--format", format]
        if let config = way.config {
            arguments += [
                "--config", try tool.write("confirm_after: 10ms\n" + config.replacing("URL", with: url), to: "c.yaml"),
            ]
        }
        if let clouds = way.clouds { try tool.writeClouds("clouds:\n  \(clouds.replacing("URL", with: url))\n") }
        arguments += way.arguments.map { $0 == "c.yaml" ? tool.path($0) : $0.replacing("URL", with: url) }
        for state in way.before {
            service.set { $0 = state }
            _ = try await tool.start(arguments).ending()
        }
        service.set { $0 = way.now }
        let ending = try await tool.start(arguments).ending()
        #expect(ending.status == way.code, "\(way): \(ending.output) \(ending.errors)")
        if way.isEarly {
            #expect(ending.errors.hasPrefix("driftmonitor: "), "\(way)")
            #expect(ending.errors.contains(way.words), "\(way): \(ending.errors)")
            #expect(ending.output == "", "\(way)")
        } else {
            #expect(ending.output.contains(way.words), "\(way): \(ending.output) \(ending.errors)")
            let messages = ending.errors.split(separator: "\n")
            #expect(messages.allSatisfy { $0.hasPrefix("driftmonitor: warning: ") }, "\(way): \(ending.errors)")
        }
        try await service.stop()
    }

    @Test func `a report that cannot be written is trouble`() async throws {
        let tool = try Tool()
        let service = try await FakeService()
        let ending = try await tool.shell(
            "\"$0\" check \(service.schema) --format json --store \(tool.path("s.db")) > /dev/full")
        #expect(ending.status == 2)
        #expect(ending.errors.contains("cannot write to standard output"), "\(ending.errors)")
        try await service.stop()
    }
}
