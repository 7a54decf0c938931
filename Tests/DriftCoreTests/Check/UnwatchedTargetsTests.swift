import Testing

@testable import DriftCore

/// What a look at a cloud says of stored targets that are not watched now.
@Suite struct UnwatchedTargetsTests {
    private static let known = ["c/a/images", "c/b/images", "c/b/image", "c/-/images", "other/b/images"]
    private static let credential = CredentialKey(authURL: "https://iam.example", user: "u")

    private static func unwatched(
        _ regions: RegionChoice = .asConfigured, watched: [String] = ["c/a/images"], refused: [(String?, CloudError)],
        catalog: [String]? = nil, isWhole: Bool = true
    ) throws -> UnwatchedTargets {
        var finding = CloudFinding(
            CloudWish(
                name: "c", regions: regions, schemas: [try SchemaName("images")], interval: .seconds(60), source: ""))
        finding.targets = try watched.map { Target(key: try TargetKey($0), url: "https://image.example", source: "") }
        finding.refused = refused.map { RefusedCloud(cloud: "c", region: $0.0, reason: $0.1) }
        finding.catalog = try catalog.map { Set(try $0.map { try Region($0) }) }
        finding.isWhole = isWhole
        return UnwatchedTargets(of: finding, known: try known.map { try TargetKey($0) })
    }

    private static let cases: [(String?, CloudError, [String], Int)] = [
        (nil, CloudError.loginRefused(credential, reason: "401"), ["c/b/images", "c/-/images"], 0),
        ("b", .loginRefused(credential, reason: "401"), ["c/b/images"], 0),
        ("z", .loginRefused(credential, reason: "401"), [], 1),
        ("b", .badEndpoint(cloud: "c", url: "x", reason: "has no scheme"), ["c/b/images"], 0),
        ("b", .badCatalog(cloud: "c", clause: "has null"), ["c/b/images"], 0),
        ("b", .identityUnreachable(url: "https://iam.example", .silent(limit: .seconds(15))), ["c/b/images"], 0),
        ("z", .identityUnreachable(url: "https://iam.example", .silent(limit: .seconds(15))), [], 0),
        (nil, .cloudNotFound("c", known: []), ["c/b/images", "c/-/images"], 0),
    ]

    @Test(arguments: cases)
    func `what cannot be asked has failed, and nothing else has`(
        region: String?, reason: CloudError, failing: [String], refusals: Int
    ) throws {
        let unwatched = try Self.unwatched(refused: [(region, reason)])
        #expect(unwatched.failing.map(\.key.description) == failing)
        #expect(unwatched.failing.allSatisfy { $0.error.description == reason.description })
        #expect(unwatched.leaving.isEmpty)
        #expect(unwatched.refusals.count == refusals)
    }

    @Test func `a region that has left the catalog leaves, and fails in nothing`() throws {
        let left = try Self.unwatched(refused: [], catalog: ["a"])
        #expect(left.leaving.map(\.key.description) == ["c/b/images", "c/-/images"])
        #expect(
            left.leaving.first?.reason
                == "the catalog of c no longer names the region b: it is watched no longer, its versions are kept")
        #expect(left.failing.isEmpty)
        let notFound = CloudError.endpointNotFound(
            cloud: "c", region: "b", service: "image", interfaces: ["public"], known: ["a"])
        let named = try Self.unwatched(refused: [("b", notFound)])
        #expect(named.leaving.map(\.key.description) == ["c/b/images"])
        #expect(named.failing.isEmpty)
    }

    @Test func `a region that the catalog still names, but wrongly, has not left it`() throws {
        let bad = CloudError.badEndpoint(cloud: "c", url: "x", reason: "has no scheme")
        let unwatched = try Self.unwatched(refused: [("b", bad)], catalog: ["a", "b"])
        #expect(unwatched.failing.map(\.key.description) == ["c/b/images"])
        #expect(unwatched.leaving.map(\.key.description) == ["c/-/images"])
    }

    @Test func `targets of regions and schemas that are not wished for are nobody's trouble`() throws {
        let refused: [(String?, CloudError)] = [(nil, .loginRefused(Self.credential, reason: "401"))]
        let unwatched = try Self.unwatched(.only(["b"]), watched: [], refused: refused)
        #expect(unwatched.failing.map(\.key.description) == ["c/b/images"])
        let early = try Self.unwatched(refused: refused, catalog: [], isWhole: false)
        #expect(early.failing.isEmpty && early.leaving.isEmpty && early.refusals.isEmpty)
    }
}
