import Testing

@testable import DriftCore

@Suite struct LateWatchTests {
    private let zero = ContinuousClock.now

    private func at(_ seconds: Double) -> ContinuousClock.Instant { zero.advanced(by: .seconds(seconds)) }

    private func late(_ watch: inout LateWatch<ContinuousClock.Instant>, _ seconds: Double) -> [String] {
        watch.late(at: at(seconds)).map { "\($0.key) \($0.time.milliseconds / 1000)" }.sorted()
    }

    @Test func `a target is late after three intervals, and said to be so once`() throws {
        var watch = LateWatch<ContinuousClock.Instant>()
        let (slow, quick) = (try TargetKey("c/slow/s"), try TargetKey("c/quick/s"))
        watch.watch(slow, interval: .seconds(100), now: at(0))
        watch.watch(quick, interval: .seconds(10), now: at(0))
        #expect(watch.due == at(30))
        #expect(late(&watch, 29) == [])
        #expect(late(&watch, 30) == ["c/quick/s 30"])
        #expect(late(&watch, 200) == [])
        #expect(late(&watch, 300) == ["c/slow/s 300"])
        #expect(late(&watch, 9000) == [])
        #expect(watch.due == nil)
    }

    @Test func `a look begins the time anew, and one that was late can be late again`() throws {
        var watch = LateWatch<ContinuousClock.Instant>()
        let key = try TargetKey("c/r/s")
        watch.watch(key, interval: .seconds(10), now: at(0))
        for second in stride(from: 5.0, through: 95, by: 10) {
            watch.looked(at: key, now: at(second))
            #expect(late(&watch, second + 9) == [])
        }
        #expect(late(&watch, 125) == ["c/r/s 30"])
        watch.looked(at: key, now: at(130))
        #expect(late(&watch, 159) == [])
        #expect(late(&watch, 160) == ["c/r/s 30"])
    }

    @Test func `an answer that is on its way has a minute more, and one that never comes is late`() throws {
        var watch = LateWatch<ContinuousClock.Instant>()
        let key = try TargetKey("c/r/s")
        watch.watch(key, interval: .seconds(1), now: at(0))
        watch.looks(at: key, now: at(1))
        #expect(late(&watch, 60) == [])
        #expect(late(&watch, 64) == ["c/r/s 63"])
    }

    @Test func `a look that the store's failure ended is none`() throws {
        var watch = LateWatch<ContinuousClock.Instant>()
        let key = try TargetKey("c/r/s")
        watch.watch(key, interval: .seconds(10), now: at(0))
        watch.looks(at: key, now: at(20))
        #expect(late(&watch, 31) == [])
        watch.gaveUp(on: key)
        #expect(late(&watch, 40) == ["c/r/s 40"])
        // Nor does another one make it news.
        watch.looks(at: key, now: at(50))
        watch.gaveUp(on: key)
        #expect(late(&watch, 1000) == [])
        watch.looks(at: key, now: at(1001))
        watch.looked(at: key, now: at(1002))
        #expect(late(&watch, 1032) == ["c/r/s 30"])
    }

    @Test func `who is watched no longer is not late, and who gets another interval is judged by that`() throws {
        var watch = LateWatch<ContinuousClock.Instant>()
        let (stays, leaves) = (try TargetKey("c/stays/s"), try TargetKey("c/leaves/s"))
        for key in [stays, leaves] { watch.watch(key, interval: .seconds(100), now: at(0)) }
        watch.watch(stays, interval: .seconds(10), now: at(5))
        watch.keep { $0 == stays }
        #expect(late(&watch, 29) == [])
        #expect(late(&watch, 30) == ["c/stays/s 30"])
        #expect(late(&watch, 1000) == [])
    }

    @Test func `many deadlines wake nobody one by one`() throws {
        var watch = LateWatch<ContinuousClock.Instant>()
        for number in 0..<100 {
            watch.watch(try TargetKey("c/\(number)/s"), interval: .seconds(10), now: at(Double(number) / 1000))
        }
        #expect(late(&watch, 30).count == 1)
        #expect(watch.due == at(31))
        #expect(late(&watch, 31).count == 99)
    }
}
