import DriftCore
import Testing

@testable import DriftMonitor

/// Targets that are only a URL: their keys, and what happens where two would have one.
@Suite(.timeLimit(.minutes(3))) struct PlainTargetTests {
    private static func target(_ url: String) throws -> Target { try Target(adHoc: url, interval: .seconds(60)) }

    @Test(arguments: [
        // As they always were.
        ("http://a.example/v2/schemas/images", "a.example/-/images"),
        ("https://A.example:443/v2/schemas/metadefs/tag", "a.example/-/metadefs/tag"),
        ("http://a.example:8080/x/y.json", "a.example:8080/-/x/y.json"),
        ("http://a.example", "a.example/-/-"), ("http://a.example//x/", "a.example/-/x"),
        ("http://a.example/x%2fy#part", "a.example/-/x%2fy"), ("http://a.example/x?", "a.example/-/x"),
        // With what makes them other documents.
        ("http://a.example/v2/schemas/images?v=1", "a.example/-/images?v=1"),
        ("http://a.example/v2/schemas/images?v=2#part", "a.example/-/images?v=2"),
        ("http://a.example?v=1", "a.example/-/-?v=1"), ("http://a.example/x?a=%2f&b=%61", "a.example/-/x?a=%2F&b=a"),
        ("http://a.example/x?u=http://b//c/", "a.example/-/x?u=http:%2F%2Fb%2F%2Fc%2F"),
        ("http://a.example/x?v=a@2", "a.example/-/x?v=a%402"), ("http://a.example/x?p=100%", "a.example/-/x?p=100%"),
    ])
    func `a key takes in the query and nothing that makes no other document`(url: String, key: String) throws {
        let target = try Self.target(url)
        #expect(target.key.description == key)
        #expect(try TargetKey(key) == target.key)
        #expect(target.mustExist)
    }

    @Test func `role and fingerprint do not look at the query`() throws {
        let target = try Self.target("http://a.example/v2/schemas/images?v=1")
        #expect(target.role == .reader)
        #expect(target.fingerprintName == "images")
        #expect(try Self.target("http://a.example/v2/schemas/image?v=images").role == .both)
    }

    @Test(arguments: [
        ("http://a.example/x", "HTTP://A.example:80/x#here", true),
        ("http://a.example/x?a=%2f", "http://a.example/x?a=%2F", true),
        ("http://a.example/%7Ex", "http://a.example/~x", true), ("http://a.example/x?", "http://a.example/x", true),
        ("http://a.example/x", "https://a.example/x", false), ("http://a.example/x", "http://a.example/x/", false),
        ("http://a.example/x?a=1", "http://a.example/x?a=2", false),
        ("http://a.example/x%2Fy", "http://a.example/x/y", false),
        ("http://a.example/X", "http://a.example/x", false),
    ])
    func `one document has one identity however its URL is written`(a: String, b: String, isSame: Bool) throws {
        #expect(try Self.target(a).isSameDocument(as: Self.target(b)) == isSame)
        let both = [try Self.target(a), try Self.target(b)]
        if isSame {
            // A path is named as it is written, because histories hang on that: one document may then be two targets.
            #expect(try both.distinct() == (both[0].key == both[1].key ? [both[0]] : both))
        } else if both[0].key == both[1].key {
            let trouble = #expect(throws: Trouble.self) { try both.distinct() }
            let words = "'\(a)' (command line) and '\(b)' (command line) would both be the target \(both[0].key)"
            #expect(trouble?.description.hasPrefix(words) == true)
        } else {
            #expect(try both.distinct() == both)
        }
    }

    /// Documents that differ by the query alone.
    private func server() async throws -> ScriptedServer {
        try await ScriptedServer.start { request in
            let letter = request.line.contains("v=b") ? "b" : "a"
            let body = #"{"properties":{"kind":{"enum":["\#(letter)"]}}}"#
            return [.send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")]
        }
    }

    @Test func `two URLs that differ in the query are two targets, together and in turn`() async throws {
        let (tool, server) = (try Tool(), try await server())
        let (a, b) = ("\(server.url)/v2/schemas/images?v=a", "\(server.url)/v2/schemas/images?v=b")
        let store = tool.path("s.db")
        func outcomes(_ urls: String...) async throws -> [String] {
            let ending = try await tool.start(["check"] + urls + ["--store", store, "--format", "json"]).ending()
            #expect(ending.status == 0, "\(ending.output) \(ending.errors)")
            return try JSONValue(parsing: ending.output)["targets"]?.array?.map {
                "\($0["target"]?.string ?? "-") \($0["outcome"]?.string ?? "-")"
            } ?? []
        }
        let host = "127.0.0.1:\(server.port)"
        #expect(try await outcomes(a, b) == ["\(host)/-/images?v=a initial", "\(host)/-/images?v=b initial"])
        #expect(try await outcomes(b) == ["\(host)/-/images?v=b unchanged"])
        #expect(try await outcomes(a) == ["\(host)/-/images?v=a unchanged"])
        let shown = try await tool.run("show", "\(host)/-/images?v=b", "--store", store)
        #expect(shown.output == #"{"properties":{"kind":{"enum":["b"]}}}"# + "\n", "\(shown.errors)")
        // A fragment is never sent: one target, checked once.
        #expect(try await outcomes(a, a + "#part") == ["\(host)/-/images?v=a unchanged"])
        try await server.stop()
    }

    @Test func `what would be one target is refused with both names and places`() async throws {
        let (tool, server) = (try Tool(), try await server())
        let url = "\(server.url)/v2/schemas/images"
        let config = try tool.write(
            "targets:\n  - {name: '127.0.0.1:\(server.port)', url: '\(url)'}\n", to: "c.yaml")
        func check(_ operands: String...) async throws -> Spawned.Ending {
            try await tool.start(["check", "--store", tool.path("s.db")] + operands).ending()
        }
        let two = try await check(url, url + "/")
        #expect(two.status == 2)
        #expect(two.output == "")
        #expect(two.errors.contains("'\(url)' (command line) and '\(url)/' (command line) would both be the target"))
        #expect(server.requests.isEmpty)
        // A configured target is itself, however it is written, and keeps its key to itself.
        let same = try await check("--config", config, url + "#part", "--format", "json")
        #expect(same.status == 0, "\(same.errors)")
        let other = try await check("--config", config, "\(server.url)/images")
        #expect(other.status == 2)
        #expect(
            other.errors.contains("'\(server.url)/images' (command line) and '\(url)' (\(config):2)"), "\(other.errors)"
        )
        try await server.stop()
    }

    @Test func `a cloud and a configured target with one key are refused`() async throws {
        let (tool, server) = (try Tool(), try await server())
        try tool.writeClouds(
            "clouds:\n  lab: {auth_type: none, region_name: r1, image_endpoint_override: '\(server.url)'}\n")
        let config = try tool.write(
            "targets:\n  - {name: lab, url: '\(server.url)/other/{region}', regions: [r1], schemas: [images]}\n",
            to: "c.yaml")
        let ending = try await tool.run(
            "check", "lab/r1/images", "--cloud", "lab", "--config", config, "--store", tool.path("s.db"))
        #expect(ending.status == 2)
        #expect(ending.errors.contains("\(server.url)/other/r1' (\(config):2)"), "\(ending.errors)")
        #expect(
            ending.errors.contains("\(server.url)/v2/schemas/images' (\(tool.path("config/openstack/clouds.yaml"))"))
        #expect(ending.errors.contains("would both be the target lab/r1/images"))
        try await server.stop()
    }
}
