import DriftCore
import Testing

/// `accept --suspect` stores the very drift that a check would have stored.
@Suite(.timeLimit(.minutes(3))) struct AcceptSuspectTests {
    /// What only draft 4 understands, and the name of the region that publishes it.
    private static let old = """
        {"properties":{"size":{"type":"number","minimum":1,"exclusiveMinimum":true},"pool":{"enum":["south-1-ssd","b"]},\
        "n":{"description":"\(String(repeating: "long ", count: 120))"}}}
        """
    private static let new = #"{"properties":{"size":{"type":"number","minimum":1},"pool":{"enum":["b"]}}}"#

    private struct Case: Sendable, CustomStringConvertible {
        var description: String
        /// What the configuration says of the target.
        var configuration: String
        var operands: [String] = []
        var key: String
    }

    private static let cases = [
        Case(
            description: "a cloud", configuration: "clouds: [{name: lab, schemas: [image]}]", key: "lab/south-1/image"),
        Case(
            description: "a cloud with rules",
            configuration: """
                clouds: [{name: lab, schemas: [image], role: writer, ignore: [{pointer: /properties/n}]}]
                levels: {enum-value-removed: cosmetic}
                waivers: [{kind: exclusive-minimum-removed, pointer: /**, reason: r, expires: 2999-01-01}]
                """, key: "lab/south-1/image"),
        Case(
            description: "a cloud with a dialect",
            configuration: "clouds: [{name: lab, schemas: [image], dialect: draft-06}]", key: "lab/south-1/image"),
        Case(
            description: "a cloud that is not configured", configuration: "name: n",
            operands: ["--cloud", "lab", "--schema", "image"], key: "lab/south-1/image"),
        Case(
            description: "a URL", configuration: "name: n", operands: ["URL/v2/schemas/image"], key: "HOST/-/image"),
        Case(description: "a URL elsewhere", configuration: "name: n", operands: ["URL/image"], key: "HOST/-/image"),
        Case(
            description: "a target",
            configuration: "targets: [{name: t, url: 'URL/{region}/s', regions: [south-1], schemas: [image]}]",
            key: "t/south-1/image"),
    ]

    @Test(arguments: cases.indices)
    func `the drift that is accepted is the one that a check would have stored`(index: Int) async throws {
        let test = Self.cases[index]
        let tool = try Tool()
        let service = try await FakeService()
        let url = String(service.schema.dropLast("/v2/schemas/images".count))
        try tool.writeClouds(
            "clouds:\n  lab: {auth_type: none, regions: [south-1, north-1], image_endpoint_override: '\(url)'}\n")
        let config = try tool.write(
            "confirm_after: 10ms\n" + test.configuration.replacing("URL", with: url), to: "c.yaml")
        let key = test.key.replacing("HOST", with: url.dropFirst("http://".count))
        func check(_ store: String) async throws {
            _ = try await tool.start(
                ["check", "--config", config, "--store", tool.path(store)]
                    + test.operands.map { $0.replacing("URL", with: url) }
            ).ending()
        }
        func drift(_ store: String) async throws -> JSONValue? {
            let history = try await tool.json(
                "history", key, "--config", config, "--store", tool.path(store), "--format", "json")
            return history.value["drifts"]?.array?.first?["drift"]
        }
        for store in ["checked.db", "accepted.db"] {
            service.set { $0.body = Self.old }
            try await check(store)
            // A document that lost most of what it said is suspect twice, and believed at the third check.
            service.set { $0.body = Self.new }
            try await check(store)
        }
        try await check("checked.db")
        try await check("checked.db")
        let accepted = try await tool.run(
            "accept", key, "--suspect", "--config", config, "--store", tool.path("accepted.db"))
        #expect(accepted.status == 0, "\(test): \(accepted.errors)")
        let expected = try #require(try await drift("checked.db"), "\(test)")
        #expect(try await drift("accepted.db") == expected, "\(test)")
        #expect(expected["changes"]?.array?.isEmpty == false)
        try await service.stop()
    }
}
