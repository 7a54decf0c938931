import DriftCore
import Foundation
import Testing

@testable import DriftMonitor

/// What a person named and is not there is trouble, and says so in text, JSON and exit code alike.
@Suite(.timeLimit(.minutes(3))) struct MissingTests {
    private let tool: Tool
    private let server: ScriptedServer

    init() async throws {
        tool = try Tool()
        server = try await ScriptedServer.start { request in
            let isThere = ["/images ", "/image ", "/members "].contains {
                request.line.hasPrefix("GET /v2/schemas" + $0)
            }
            let body = isThere ? #"{"type":"object"}"# : "no"
            return [
                .send("HTTP/1.1 \(isThere ? 200 : 404) X\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            ]
        }
        try tool.writeClouds(
            """
            clouds:
              lab: {auth_type: none, region_name: r1, image_endpoint_override: '\(server.url)'}
              away: {auth_type: none, region_name: r1, image_endpoint_override: '\(server.url)/v2/images'}
            """)
    }

    private func configuration(_ text: String) throws -> [String] {
        ["--config", try tool.write("confirm_after: 10ms\n" + text, to: "c.yaml")]
    }

    /// Text and JSON, each with a store of its own.
    private func both(_ arguments: [String]) async throws -> (text: Spawned.Ending, json: Spawned.Ending) {
        (
            try await tool.start(["check", "--store", tool.path("t.db")] + arguments).ending(),
            try await tool.start(["check", "--store", tool.path("j.db"), "--format", "json"] + arguments).ending()
        )
    }

    @Test(
        arguments: [
            (["URL/v2/schemas/imags"], nil, ["failed"]),
            (["URL/v2/schemas/images", "URL/nothing?here"], nil, ["failed", "initial"]),
            (["--cloud", "lab", "--schema", "images", "--schema", "imags"], nil, ["failed", "initial"]),
            ([], "targets: [{name: t, url: 'URL/v2/schemas/imags'}]", ["failed"]),
            ([], "clouds: [{name: lab, schemas: [images, imags]}]", ["failed", "initial"]),
            (["lab/r1/member"], "clouds: [{name: lab}]", ["failed"]),
        ] as [([String], String?, [String])])
    func `a document that was named is trouble`(operands: [String], config: String?, outcomes: [String]) async throws {
        let arguments =
            operands.map { $0.replacing("URL", with: server.url) }
            + (try config.map { try configuration($0.replacing("URL", with: server.url)) } ?? [])
        let (text, json) = try await both(arguments)
        #expect(text.status == 2)
        #expect(text.output.contains("answered 404 (not found): nothing is published there"), "\(text.output)")
        #expect(json.status == 2)
        let targets = try #require(try JSONValue(parsing: json.output)["targets"]?.array)
        #expect(targets.compactMap { $0["outcome"]?.string }.sorted() == outcomes)
        #expect(targets.contains { $0["status"] == 404 && $0["message"]?.string?.contains("404") == true })
        try await server.stop()
    }

    @Test func `one of the usual schemas of a region may be absent, and so may one of all`() async throws {
        for more in [[], ["--schema", "all"]] {
            let (text, json) = try await both(["--cloud", "lab"] + more)
            #expect(text.status == 0)
            #expect(text.output + text.errors == "")
            #expect(json.status == 0)
            #expect(try JSONValue(parsing: json.output)["summary"]?["absent"] == (more.isEmpty ? 1 : 13))
        }
        try await server.stop()
    }

    @Test func `a region without any schema is trouble, and names where it was looked for`() async throws {
        let (text, json) = try await both(["--cloud", "away"])
        let words =
            "away/r1: no schema is there (image, images, member, members): \(server.url)/v2/images/v2/schemas/image "
            + "answered 404 (not found); is its image endpoint the right one?"
        #expect(text.status == 2)
        #expect(text.output.contains("trouble: \(words)\n"), "\(text.output)")
        #expect(json.status == 2)
        #expect(try JSONValue(parsing: json.output)["troubles"] == [JSONValue(words)])
        try await server.stop()
    }

    @Test(arguments: [
        (
            "clouds: [{name: lap}]",
            "c.yaml:2:10: clouds[0].name: there is no cloud 'lap'; known are away, lab; did you mean 'lab'?"
        ),
        (
            "clouds:\n  - {name: lab}\n  - {name: nowhere}",
            "c.yaml:4:5: clouds[1].name: there is no cloud 'nowhere'; known are"
        ),
        (
            "clouds: [{name: two, regions: [south-2]}]",
            "c.yaml:2:10: clouds[0].regions: the cloud 'two' has no region 'south-2'; known are south-1, north-1"
        ),
        ("clouds_file: none.yaml\nclouds: [{name: lab}]", "c.yaml: clouds_file: "),
    ])
    func `config check asks clouds.yaml for the clouds and regions`(text: String, problem: String) async throws {
        try tool.writeClouds(
            """
            clouds:
              away: {auth_type: none, region_name: r1, image_endpoint_override: 'http://127.0.0.1:1'}
              lab: {auth_type: none, region_name: r1, image_endpoint_override: 'http://127.0.0.1:1'}
              two: {auth_type: none, regions: [south-1, north-1], image_endpoint_override: 'http://127.0.0.1:1'}
            """)
        let ending = try await tool.start(["config", "check"] + configuration(text)).ending()
        #expect(ending.status == 1)
        #expect(
            ending.output.contains(
                "\(tool.home.path)/\(problem)".replacing("known are away, lab;", with: "known are away, lab, two;")),
            "\(ending.output) \(ending.errors)")
        try await server.stop()
    }

    @Test(arguments: [
        (["check", "--cloud", "lap"], "there is no cloud 'lap'"),
        (["check", "lap/r1/images"], "names no target 'lap/r1/images'"),
        (
            ["check", "--cloud", "lab", "lab/r2/images"],
            "no target 'lab/r2/images' was found; did you mean 'lab/r1/images'?"
        ),
        (["targets", "--cloud", "lap"], "there is no cloud 'lap'"), (["doctor", "lap"], "there is no cloud 'lap'"),
        (["notify", "list", "--channel", "opps"], "there is no channel 'opps'; known are ops; did you mean 'ops'?"),
        (["notify", "retry", "--channel", "none"], "there is no channel 'none'; known are ops"),
        (["notify", "drop", "--channel", "none"], "there is no channel 'none'; known are ops"),
        (["notify", "test", "opps"], "names no channel 'opps'; did you mean 'ops'?"),
    ])
    func `a name that does not exist is trouble in every command`(command: [String], words: String) async throws {
        let place =
            ["--store", tool.path("s.db")]
            + (try configuration("clouds: [{name: lab}]\nchannels: [{name: ops, type: log}]"))
        #expect(try await tool.start(["check"] + place).ending().status == 0)
        let ending = try await tool.start(command + place).ending()
        #expect(ending.status == 2)
        #expect(ending.errors.contains(words), "\(ending.output) \(ending.errors)")
        try await server.stop()
    }
}
