import DriftCore
import Testing

@Suite struct OpenDriftTests {
    private func stored(
        _ number: Int, _ region: Int, at seconds: Int64, schema: String = "images", impact: Impact = .breaking
    ) throws -> StoredDrift {
        StoredDrift(
            target: try Sample.target(region, schema: schema), from: 1, to: 2, time: Sample.time(seconds),
            isFlip: false, isOpen: true, drift: Sample.difference(number, impact: impact))
    }

    @Test func `the same change in many regions is one, from the first that made it`() throws {
        let open = OpenDrift.grouped([
            try stored(1, 3, at: 20), try stored(1, 1, at: 30), try stored(1, 2, at: 10), try stored(1, 1, at: 40),
        ])
        #expect(open.count == 1)
        #expect(open[0].targets.map(\.description) == ["lab/r1/images", "lab/r2/images", "lab/r3/images"])
        #expect(open[0].since == Sample.time(10))
        #expect(open[0].latest == Sample.time(40))
        #expect(open[0].fingerprint == Sample.fingerprint(1))
    }

    @Test func `another change, and the same change of another schema, are others`() throws {
        let open = OpenDrift.grouped([
            try stored(1, 1, at: 0), try stored(2, 1, at: 1), try stored(1, 1, at: 2, schema: "image"),
        ])
        #expect(open.map(\.schema.name) == ["image", "images", "images"])
        #expect(open.map(\.targets.count) == [1, 1, 1])
    }

    @Test func `the worst comes first, of equals the one that spread last`() throws {
        let open = OpenDrift.grouped([
            try stored(1, 1, at: 50, impact: .cosmetic), try stored(2, 1, at: 0), try stored(3, 1, at: 9),
            try stored(4, 1, at: 99, impact: .unknown), try stored(2, 2, at: 10),
        ])
        #expect(open.map(\.impact) == [.breaking, .breaking, .unknown, .cosmetic])
        #expect(open.map(\.fingerprint) == [2, 3, 4, 1].map(Sample.fingerprint))
    }

    @Test func `where roles differ, the worst impact counts`() throws {
        let open = OpenDrift.grouped([
            try stored(1, 1, at: 0, impact: .compatible), try stored(1, 2, at: 1, impact: .breaking),
        ])
        #expect(open.map(\.impact) == [.breaking])
    }

    @Test func `a tally counts changes and targets once each`() throws {
        #expect(OpenTally([]) == nil)
        let tally = try #require(
            OpenTally(
                OpenDrift.grouped([
                    try stored(1, 1, at: 5), try stored(1, 2, at: 3), try stored(2, 1, at: 7, impact: .semantic),
                    try stored(3, 3, at: 9, impact: .semantic),
                ])))
        #expect(tally.drifts == 3)
        #expect(tally.targets == 3)
        #expect(tally.impacts == [.breaking: 1, .semantic: 2])
        #expect(tally.since == Sample.time(3))
        #expect(tally.phrase("still open") == "3 drifts still open (1 breaking)")
    }

    @Test(
        arguments: [
            ([.breaking], "1 drift open (1 breaking)"),
            ([.semantic], "1 drift open"),
            ([.breaking, .breaking, .unknown, .cosmetic], "4 drifts open (2 breaking, 1 unknown)"),
        ] as [([Impact], String)])
    func `its phrase names what breaks or may break`(impacts: [Impact], phrase: String) throws {
        let drifts = try impacts.enumerated().map { try stored($0.offset, 1, at: 0, impact: $0.element) }
        #expect(OpenTally(OpenDrift.grouped(drifts))?.phrase("open") == phrase)
    }
}
