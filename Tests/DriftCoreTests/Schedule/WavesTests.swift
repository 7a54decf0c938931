import Testing

@testable import DriftCore

@Suite struct WavesTests {
    private let zero = ContinuousClock.now

    private func at(_ seconds: Int) -> ContinuousClock.Instant { zero.advanced(by: .seconds(seconds)) }

    private func target(_ key: String, interval: Int = 3600, kind: DocumentKind = .schema, role: Role? = nil) throws
        -> Target
    {
        Target(
            key: try TargetKey(key), url: "http://a.example/", role: role, kind: kind, interval: .seconds(interval),
            source: "test")
    }

    @Test(arguments: [
        ([0], [true]),
        ([0, 1, 60, 3599, 3600], [true, false, false, false, true]),
        // The second wave of a day is followed by two hours of rest, the third by four.
        ([0, 3600, 7200, 10800, 18000, 18001, 25200], [true, true, false, true, false, false, true]),
        // A day without one, and all is as at first.
        ([0, 3600, 100_000, 103_600], [true, true, true, true]),
    ])
    func `waves of one group rest longer after each, until a day has passed`(seconds: [Int], expected: [Bool]) throws {
        var waves = Waves<ContinuousClock.Instant>()
        let target = try target("c/r/images")
        #expect(seconds.map { waves.start(at: target, now: at($0)) } == expected)
    }

    @Test func `a storm of flapping adds a handful of looks a day`() throws {
        var waves = Waves<ContinuousClock.Instant>()
        let flapping = try target("c/r/images", interval: 60)
        let started = (0..<(7 * 1440)).filter { waves.start(at: flapping, now: at($0 * 60)) }
        #expect(started.filter { $0 < 1440 }.count <= 10)
        #expect(started.filter { $0 >= 1440 }.count <= 7)
    }

    @Test func `other schemas, kinds and roles have waves of their own`() throws {
        var waves = Waves<ContinuousClock.Instant>()
        let targets = [
            try target("c/r/images"), try target("c/r/image"), try target("c/r/images", kind: .json),
            try target("c/r/images", role: .writer),
        ]
        #expect(targets.allSatisfy { waves.start(at: $0, now: at(0)) })
        #expect(!waves.start(at: try target("other/s/images"), now: at(1)))
        #expect(!waves.start(at: try target("host/-/glance/v2/schemas/images"), now: at(1)))
    }

    @Test func `a wave's targets are spread over two minutes`() throws {
        var waves = Waves<ContinuousClock.Instant>()
        let turns = try (0..<1000).map { number in
            let turn = waves.turn(of: try target("c/r\(number)/images"), due: at(3000), now: at(0))
            return zero.duration(to: try #require(turn))
        }
        #expect(turns.allSatisfy { .zero <= $0 && $0 < .seconds(120) })
        for tenth in 0..<10 {
            let part = turns.count { .seconds(12 * tenth) <= $0 && $0 < .seconds(12 * tenth + 12) }
            #expect((50...150).contains(part))
        }
    }

    @Test func `a target is hastened once in its interval, and only to come sooner`() throws {
        var waves = Waves<ContinuousClock.Instant>()
        let target = try target("c/r/images")
        #expect(waves.turn(of: target, due: at(0), now: at(0)) == nil)
        #expect(waves.turn(of: target, due: at(500), now: at(0)) != nil)
        #expect(waves.turn(of: target, due: at(4000), now: at(3599)) == nil)
        #expect(waves.turn(of: target, due: nil, now: at(3600)) != nil)
        waves.keep { _ in false }
        #expect(waves.turn(of: target, due: nil, now: at(3601)) != nil)
    }
}
