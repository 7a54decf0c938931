import DriftCore
import Testing

@Suite struct EmptyRegionsTests {
    private func result(_ key: String, _ outcome: CheckOutcome, cloud: Bool = true) throws -> CheckResult {
        let key = try TargetKey(key)
        let target = Target(
            key: key, url: "http://a.example/v2/schemas/\(key.schema.name)",
            access: cloud ? .cloud(key.cloud.name) : .headers([]), source: "test")
        return CheckResult(target: target, outcome: outcome, version: nil, digest: nil, status: 404, message: nil)
    }

    @Test func `only a region of which no schema is there is empty`() throws {
        let results = [
            try result("lab/one/images", .absent), try result("lab/one/image", .initial),
            try result("lab/two/images", .absent), try result("lab/two/image", .absent),
            try result("lab/-/images", .absent), try result("other/two/images", .unchanged),
            try result("third/two/images", .absent), try result("third/two/image", .gone),
            try result("plain/-/x", .absent, cloud: false),
        ]
        #expect(
            results.emptyRegions == [
                "lab/-: no schema is there (images): http://a.example/v2/schemas/images answered 404 (not found); is its image "
                    + "endpoint the right one?",
                "lab/two: no schema is there (image, images): http://a.example/v2/schemas/image answered 404 (not found); is its "
                    + "image endpoint the right one?",
            ])
        #expect([CheckResult]().emptyRegions == [])
    }

    @Test func `of many schemas the first are named`() throws {
        let results = try (1...16).map { try result("lab/one/s\($0)", .absent) }
        #expect(
            results.emptyRegions.first?.hasPrefix("lab/one: no schema is there (s1, s10, s11, s12 and 12 more): ")
                == true)
    }

    @Test(arguments: [(false, "absent"), (true, "failed")])
    func `whether a 404 is a failure depends on whether somebody named the document`(
        mustExist: Bool, outcome: String
    ) async throws {
        let scratch = try Scratch()
        let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in HTTPResponse(status: 404) }
        let now = Timestamp(milliseconds: 1_700_000_000_000)
        let checker = Checker(
            fetcher: Fetcher(
                transport: transport, limits: HTTPLimits(), authorizer: NoAuthorizer(), now: { now }),
            store: try scratch.open(), rules: CheckRules(judge: { _, _, _ in fatalError() }, route: { _, _ in [] }),
            now: { now })
        let target = Target(
            key: try TargetKey("lab/one/images"), url: "http://a.example/x", mustExist: mustExist, source: "test")
        guard case .done(let result) = try await checker.begin(target) else {
            Issue.record("the check goes on")
            return
        }
        #expect(result.outcome.name == outcome)
        #expect(result.status == 404)
    }
}
