/// When a target is due: spread over its interval by a stable hash, with a little jitter; sooner or later after failures.
package struct Timetable: Sendable {
    /// The longest pause that a server may ask for; three intervals, where those are longer.
    package let longestPause: Duration
    /// Uniform in 0..<1. Passed in, so that tests know it.
    package let random: @Sendable () -> Double

    package init(
        longestPause: Duration = .seconds(900),
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.longestPause = longestPause
        self.random = random
    }

    /// How long after the start a target's first check comes. One that was never checked, or is overdue, comes within
    /// half a minute; else it keeps its place in the interval, or comes when its interval is over, if that is sooner.
    ///
    /// Both times are the wall clock's, which may have been set since. So a last check that lies ahead counts as none, and
    /// nothing waits longer than its interval.
    package func first(_ target: Target, lastCheck: Timestamp?, now: Timestamp) -> Duration {
        let interval = target.interval.milliseconds
        let phase = Int64(target.key.stableHash % UInt64(max(1, interval)))
        let window = min(interval, 30_000)
        let soon = Duration.milliseconds(interval == 0 ? 0 : phase * window / interval)
        guard let lastCheck, lastCheck <= now, lastCheck.duration(to: now) < target.interval else { return soon }
        let untilOver = interval - lastCheck.duration(to: now).milliseconds
        let sinceTurn = (now.milliseconds - phase) % max(1, interval)
        let untilTurn = (interval - (sinceTurn < 0 ? sinceTurn + interval : sinceTurn)) % max(1, interval)
        return .milliseconds(min(untilTurn, untilOver))
    }

    /// The pause after a check. Failures are tried again sooner than the interval, with full jitter, and not before the
    /// server asked for it. But a server, or one proxy before it, does not decide for how long nobody looks.
    package func next(_ target: Target, failures: Int, retryAfter: Duration?) -> Duration {
        let interval = target.interval
        guard failures > 0 else {
            // A twentieth of jitter keeps targets of one interval from marching in step.
            return interval * (0.975 + 0.05 * random())
        }
        let ceiling = min(interval, .seconds(30) * (1 << min(failures, 12)))
        let pause = max(.seconds(1), ceiling * random())
        return max(min(pause, interval), min(retryAfter ?? .zero, max(longestPause, interval * 3)))
    }
}
