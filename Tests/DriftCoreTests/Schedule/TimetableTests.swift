import Testing

@testable import DriftCore

@Suite struct TimetableTests {
    private static func target(_ key: String, interval: Duration = .seconds(3600)) throws -> Target {
        Target(key: try TargetKey(key), url: "http://a.example/v2/schemas/images", interval: interval, source: "test")
    }

    private let now = Timestamp(milliseconds: 1_700_000_000_000)

    @Test func `targets that were never checked come within half a minute, spread`() throws {
        let delays = try (0..<200).map {
            Timetable().first(try Self.target("c/r\($0)/images"), lastCheck: nil, now: now)
        }
        #expect(delays.allSatisfy { .zero <= $0 && $0 < .seconds(30) })
        #expect(delays.count { $0 < .seconds(15) } > 60)
        #expect(delays.count { $0 >= .seconds(15) } > 60)
    }

    @Test func `a restart keeps a target's place in its interval`() throws {
        let target = try Self.target("c/r/images")
        let first = Timetable().first(target, lastCheck: now.advanced(by: .seconds(-10)), now: now)
        let later = now.advanced(by: .seconds(100))
        let second = Timetable().first(target, lastCheck: now.advanced(by: .seconds(-10)), now: later)
        #expect(first < .seconds(3600))
        let turn = now.advanced(by: first)
        let otherTurn = later.advanced(by: second)
        #expect((otherTurn.milliseconds - turn.milliseconds) % 3_600_000 == 0)
    }

    @Test func `an overdue target comes soon, once, however long the pause was`() throws {
        let target = try Self.target("c/r/images")
        let delay = Timetable().first(target, lastCheck: now.advanced(by: .seconds(-864_000)), now: now)
        #expect(delay < .seconds(30))
    }

    @Test(
        arguments: [
            (0, 0.5, nil, 3600.0), (0, 0.0, nil, 3510), (1, 0.5, nil, 30), (2, 0.5, nil, 60), (1, 0.0, nil, 1),
            (12, 0.5, nil, 1800), (1, 0.5, 600, 600), (3, 1.0, 5, 240),
            // No server decides for more than three intervals that nobody looks.
            (1, 0.5, 10_800, 10_800), (1, 0.5, 10_801, 10_800), (9, 0.5, 2_592_000, 10_800),
        ] as [(Int, Double, Int?, Double)])
    func `failures are tried again with full jitter, never sooner than the server asked`(
        failures: Int, random: Double, retryAfter: Int?, expected: Double
    ) throws {
        let timetable = Timetable(random: { random })
        let pause = timetable.next(
            try Self.target("c/r/images"), failures: failures, retryAfter: retryAfter.map { .seconds($0) })
        #expect(abs(pause / .seconds(1) - expected) < 0.001)
    }

    @Test(arguments: [
        // interval, limit, asked for, expected
        (1, 900, 3600, 900), (1, 900, 60, 60), (1, 10, 3600, 10), (600, 900, 3600, 1800), (600, 900, 1700, 1700),
        (86_400, 900, 2_592_000, 259_200),
    ])
    func `a server's pause is honoured up to the limit or three intervals, whichever is longer`(
        interval: Int, limit: Int, asked: Int, expected: Int
    ) throws {
        let timetable = Timetable(longestPause: .seconds(limit), random: { 0 })
        let target = try Self.target("c/r/images", interval: .seconds(interval))
        #expect(timetable.next(target, failures: 1, retryAfter: .seconds(asked)) == .seconds(expected))
    }

    @Test(arguments: [-100 * 365 * 86_400, -86_400, -3600, -1, 0, 1, 1800, 3599, 3600, 86_400, 50 * 365 * 86_400])
    func `wherever the wall clock was when it was checked last, a target waits for its interval at most`(
        seconds: Int
    ) throws {
        for number in 0..<100 {
            let target = try Self.target("c/r\(number)/images")
            let lastCheck = now.advanced(by: .seconds(-seconds))
            let delay = Timetable().first(target, lastCheck: lastCheck, now: now)
            #expect(delay >= .zero)
            let isPlausible = (0..<3600).contains(seconds)
            #expect(delay <= (isPlausible ? .seconds(3600 - seconds) : .seconds(30)))
        }
    }

    @Test func `a failing target is not asked more often than its interval by much`() throws {
        let target = try Self.target("c/r/images", interval: .seconds(10))
        #expect(Timetable(random: { 0.999 }).next(target, failures: 9, retryAfter: nil) <= .seconds(10))
    }
}
