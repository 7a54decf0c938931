import Testing

@testable import DriftCore

/// How findings of clouds become one list of targets.
@Suite struct DiscoveryTests {
    private static func wish(_ cloud: String) throws -> CloudWish {
        CloudWish(name: cloud, schemas: [try SchemaName("images")], interval: .seconds(60), source: "test")
    }

    private static func target(_ key: String) throws -> Target {
        Target(key: try TargetKey(key), url: "https://image.example/\(key)", source: "test")
    }

    private static func finding(_ cloud: String, _ keys: [String], isWhole: Bool = true) throws -> CloudFinding {
        var finding = CloudFinding(try wish(cloud))
        finding.targets = try keys.map(target)
        finding.isWhole = isWhole
        return finding
    }

    private static func keys(_ discovery: Discovery) -> [String] { discovery.targets.map(\.key.description) }

    @Test func `targets stand in the order of the wishes, whoever answers first`() throws {
        var discovery = Discovery(
            plain: [try Self.target("t/-/images")], wishes: try ["a", "b"].map(Self.wish))
        #expect(Self.keys(discovery) == ["t/-/images"])
        #expect(!discovery.isWhole)
        #expect(discovery.take(try Self.finding("b", ["b/r/images"])))
        #expect(Self.keys(discovery) == ["t/-/images", "b/r/images"])
        #expect(discovery.take(try Self.finding("a", ["a/r/images"])))
        #expect(Self.keys(discovery) == ["t/-/images", "a/r/images", "b/r/images"])
        #expect(discovery.isWhole)
        #expect(!discovery.take(try Self.finding("a", ["a/r/images"])), "nothing is new")
    }

    @Test func `a look that is not at its end only adds, and its end takes away`() throws {
        var discovery = Discovery(plain: [], wishes: [try Self.wish("a")])
        #expect(discovery.take(try Self.finding("a", ["a/1/images"], isWhole: false)))
        #expect(!discovery.isWhole)
        #expect(discovery.take(try Self.finding("a", ["a/1/images", "a/2/images"])))
        #expect(discovery.isWhole)
        // The next look: region 3 is new, 2 has not answered yet, then 2 is gone.
        #expect(discovery.take(try Self.finding("a", ["a/1/images", "a/3/images"], isWhole: false)))
        #expect(Self.keys(discovery) == ["a/1/images", "a/3/images", "a/2/images"])
        #expect(discovery.isWhole, "it was heard to the end once")
        #expect(discovery.take(try Self.finding("a", ["a/1/images", "a/3/images"])))
        #expect(Self.keys(discovery) == ["a/1/images", "a/3/images"])
        // A cloud that cannot be asked now has no targets: what is stored of it is told by those who know the store.
        #expect(discovery.take(CloudFinding(try Self.wish("a"), refused: .noCatalog(cloud: "a"))))
        #expect(Self.keys(discovery).isEmpty)
        #expect(discovery.refused.count == 1)
    }
}
