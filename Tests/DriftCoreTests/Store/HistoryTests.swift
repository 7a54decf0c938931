import DriftCore
import Testing

@Suite(.eachStore) struct HistoryTests {
    let scratch: Scratch
    let store: any SchemaStore

    /// Three regions with two schemas each: a first version, then drifts 1, 2 and 3 in turn.
    init() async throws {
        scratch = try Scratch()
        store = try scratch.anyStore()
        var time: Int64 = 0
        for number in 0...3 {
            for region in 1...3 {
                for schema in ["images", "image"] {
                    let drift: CheckCommit.NewDrift? =
                        switch number {
                        case 1: Sample.drift(1, pointer: "/properties/a~1b/type", kind: "type-changed")
                        case 2: Sample.drift(2, impact: .semantic, pointer: "/properties/a", kind: "property-added")
                        case 3: Sample.drift(3, impact: .cosmetic, pointer: "/description", kind: "annotation-changed")
                        default: nil
                        }
                    let target = try Sample.target(region, schema: schema)
                    _ = try await store.commit(
                        Sample.commit(
                            target, at: time, after: number, .newVersion(Sample.version(number, drift: drift))))
                    time += 1
                }
            }
        }
    }

    @Test func `the newest come first, as many as asked for`() async throws {
        let drifts = try await store.drifts(HistoryQuery(limit: 4))
        #expect(drifts.map(\.time) == [23, 22, 21, 20].map(Sample.time))
        #expect(drifts.map(\.target.description) == ["lab/r3/image", "lab/r3/images", "lab/r2/image", "lab/r2/images"])
        #expect(try await store.drifts(HistoryQuery(limit: 100)).count == 18)
        #expect(try await store.versions(HistoryQuery(limit: 100)).count == 24)
        #expect(try await store.versions(HistoryQuery(limit: 1)).map(\.number) == [4])
        #expect(try await store.versions(HistoryQuery(limit: 0)) == [])
    }

    @Test func `targets, regions and schemas select`() async throws {
        let one = HistoryQuery(targets: [try Sample.target(2)], limit: 2)
        #expect(try await store.drifts(one).map(\.to) == [4, 3])
        let two = HistoryQuery(targets: [try Sample.target(2), try Sample.target(1)], limit: 3)
        #expect(
            try await store.drifts(two).map { "\($0.target)@\($0.to)" }
                == ["lab/r2/images@4", "lab/r1/images@4", "lab/r2/images@3"])
        #expect(try await store.drifts(HistoryQuery(region: "r1", limit: 100)).count == 6)
        #expect(try await store.drifts(HistoryQuery(schema: "image", limit: 100)).count == 9)
        #expect(try await store.drifts(HistoryQuery(region: "r3", schema: "image", limit: 100)).count == 3)
        #expect(try await store.drifts(HistoryQuery(region: "r9")) == [])
        #expect(try await store.drifts(HistoryQuery(region: "images")) == [])
        #expect(try await store.drifts(HistoryQuery(targets: [try Sample.target(9)])) == [])
        #expect(try await store.drifts(HistoryQuery(targets: [try Sample.target(1)], region: "r2")) == [])
    }

    @Test func `times select, both ends included`() async throws {
        let query = HistoryQuery(since: Sample.time(10), until: Sample.time(13), limit: 100)
        #expect(try await store.drifts(query).map(\.time) == [13, 12, 11, 10].map(Sample.time))
    }

    @Test(arguments: [
        ("", 18), ("/properties", 12), ("/properties/a", 6), ("/properties/a~1b", 6), ("/properties/a~1b/type", 6),
        ("/properties/a~1b/type/0", 0), ("/prop", 0), ("/description", 6),
    ])
    func `a pointer selects the changes at and below it`(pointer: String, count: Int) async throws {
        let query = HistoryQuery(pointer: try Pointer(pointer), limit: 100)
        #expect(try await store.drifts(query).count == count)
    }

    @Test func `a kind and an impact select`() async throws {
        let kind = HistoryQuery(kind: ChangeKind("type-changed"), limit: 100)
        #expect(try await store.drifts(kind).map(\.to) == Array(repeating: 2, count: 6))
        #expect(try await store.drifts(HistoryQuery(kind: ChangeKind("type"), limit: 100)) == [])
        let both = HistoryQuery(
            pointer: try Pointer("/properties/a"), kind: ChangeKind("type-changed"), limit: 100)
        #expect(try await store.drifts(both) == [])
        #expect(try await store.drifts(HistoryQuery(impact: .breaking, limit: 100)).count == 6)
        #expect(try await store.drifts(HistoryQuery(impact: .semantic, limit: 100)).count == 12)
        #expect(try await store.drifts(HistoryQuery(impact: .cosmetic, limit: 100)).count == 18)
        // The limit counts what is wanted, not what is looked at.
        #expect(try await store.drifts(HistoryQuery(impact: .breaking, limit: 2)).map(\.to) == [2, 2])
    }

    @Test func `more targets than are looked up one by one are found too`() async throws {
        for region in 10..<90 {
            _ = try await store.commit(
                Sample.commit(Sample.target(region), at: 100, after: 0, .newVersion(Sample.version(0))))
        }
        let targets = try (10..<90).map { try Sample.target($0) }
        #expect(try await store.versions(HistoryQuery(targets: targets, limit: 1000)).count == 80)
        #expect(try await store.versions(HistoryQuery(schema: "images", limit: 1000)).count == 92)
    }
}
