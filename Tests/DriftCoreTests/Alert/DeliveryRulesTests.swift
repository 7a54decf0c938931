import DriftCore
import Testing

/// Clocks that are set, years ahead, years behind: nothing waits for the length of a jump.
@Suite struct DeliveryRulesTests {
    private static let day: Int64 = 86_400

    @Test(
        arguments: [
            // (since, until, now, over)
            (0, 60, 0, false), (0, 60, 59, false), (0, 60, 60, true), (0, 60, 10_000, true),
            // The clock went back by more than it is usually off.
            (1000, 1060, 999, false), (1000, 1060, 998, true), (1000, 1060, 1000 - day, true),
            // Written down under a clock that was years ahead.
            (200_000_000, 200_000_060, 0, true),
            // Under one that was years behind.
            (-1_700_000_000, -1_699_999_940, 0, true),
        ] as [(Int64, Int64, Int64, Bool)])
    func `a pause is over when it has passed, and when the clock is before its beginning`(
        _ since: Int64, _ until: Int64, _ now: Int64, _ over: Bool
    ) {
        let pause = Pause(since: Sample.time(since), until: Sample.time(until))
        #expect(pause.isOver(at: Sample.time(now)) == over)
        #expect(pause.end(seenAt: Sample.time(now)) <= Sample.time(over ? now : until))
    }

    @Test(arguments: [60, 3600, day, 4 * 365 * day])
    func `a clock that goes back holds nothing up`(_ jump: Int64) {
        var progress = DeliveryProgress()
        progress.lease = Pause(from: Sample.time(jump), for: .seconds(60))
        let retry = DeliveryOutcome.retry(
            notBefore: Sample.time(jump + 7200), throttledUntil: Sample.time(jump + 7200), reason: "503")
        _ = progress.settle(retry, now: Sample.time(jump))
        var channel = ChannelState()
        channel.settle(retry, now: Sample.time(jump))
        let now = Sample.time(0)
        let grouping = Pause(from: Sample.time(jump), for: .seconds(5))
        #expect(progress.mayBeTaken(grouping: grouping, ignoringPausesSince: nil, now: now))
        #expect(progress.mayBeTaken(grouping: grouping, ignoringPausesSince: now, now: now))
        #expect(channel.room(4, isUnderWay: false, ignoringPause: false, now: now) == 1)
        #expect(progress.due(grouping: grouping, now: now) <= now)
    }

    @Test func `only time in which somebody could try counts towards giving up`() {
        var progress = DeliveryProgress()
        // Tried first at a boot with a clock of years ago, then under the right one.
        let retry = DeliveryOutcome.retry(notBefore: Sample.time(0), throttledUntil: nil, reason: "503")
        _ = progress.settle(retry, now: Sample.time(-3 * 365 * Self.day))
        #expect(progress.begun(seenAt: Sample.time(0)).map { $0.duration(to: Sample.time(0)) } == .seconds(27 * 3600))
        _ = progress.settle(retry, now: Sample.time(0))
        #expect(
            progress.begun(seenAt: Sample.time(60)).map { $0.duration(to: Sample.time(60)) } == .seconds(27 * 3600 + 60)
        )
        // And the clock goes back by a day: what was counted stays counted.
        #expect(
            progress.begun(seenAt: Sample.time(-Self.day)).map { $0.duration(to: Sample.time(-Self.day)) }
                == .seconds(27 * 3600))
    }

    @Test func `a delivery is settled once`() {
        var progress = DeliveryProgress()
        let first = progress.settle(.delivered, now: Sample.time(1))
        let done = progress
        let second = progress.settle(.dead(reason: "late"), now: Sample.time(2))
        #expect(first && !second)
        #expect(progress == done)
    }

    @Test(
        arguments: [
            // (failures before, outcome, failures after, pause in seconds, parked)
            (0, .retry(notBefore: Sample.time(9), throttledUntil: nil, reason: "r"), 1, 5, false),
            (3, .retry(notBefore: Sample.time(9), throttledUntil: nil, reason: "r"), 4, 300, false),
            (9, .retry(notBefore: Sample.time(9), throttledUntil: nil, reason: "r"), 10, 900, false),
            (0, .retry(notBefore: Sample.time(9), throttledUntil: Sample.time(4000), reason: "r"), 1, 4000, false),
            (5, .delivered, 0, 0, false), (5, .dead(reason: "400"), 0, 0, false), (5, .abandoned, 5, 0, false),
            (0, .parked(reason: "410"), 0, 0, true),
        ] as [(Int, DeliveryOutcome, Int, Int64, Bool)])
    func `a channel pauses as a whole`(
        _ before: Int, _ outcome: DeliveryOutcome, _ after: Int, _ pause: Int64, _ isParked: Bool
    ) {
        var channel = ChannelState(failures: before)
        channel.settle(outcome, now: Sample.time(0))
        #expect(channel.failures == after)
        #expect(channel.isParked == isParked)
        #expect(channel.pause.until == (pause == 0 ? Pause.none.until : Sample.time(pause)))
    }

    @Test(arguments: [day, 365 * day, -day])
    func `a login's pause does not outlast a clock that is set`(_ jump: Int64) {
        let refused = LoginBreaker.end(revision: "1", outcome: .refused(reason: "no"), now: Sample.time(0))
        let now = Sample.time(jump)
        #expect(LoginBreaker.begin(refused, revision: "1", now: now).permit == .granted)
        #expect(
            LoginBreaker.begin(refused, revision: "1", now: Sample.time(10)).permit
                == .paused(until: Sample.time(900), reason: "no"))
        let busy = LoginBreaker.begin(nil, revision: "1", now: Sample.time(0)).breaker
        #expect(LoginBreaker.begin(busy, revision: "2", now: Sample.time(5)).permit == .busy(until: Sample.time(60)))
        #expect(LoginBreaker.begin(busy, revision: "1", now: now).permit == .granted)
    }
}
