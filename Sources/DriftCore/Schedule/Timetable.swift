/// When a target is due: spread over its interval by a stable hash, with a little jitter; sooner or later after failures.
package struct Timetable: Sendable {
    /// Uniform in 0..<1. Passed in, so that tests know it.
    package let random: @Sendable () -> Double

    package init(random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }) {
        self.random = random
    }

    /// How long after the start a target's first check comes. One that was never checked, or is overdue, comes within
    /// half a minute; else it keeps its place in the interval.
    package func first(_ target: Target, lastCheck: Timestamp?, now: Timestamp) -> Duration {
        let interval = target.interval.milliseconds
        let phase = Int64(target.key.stableHash % UInt64(max(1, interval)))
        let window = min(interval, 30_000)
        let soon = Duration.milliseconds(interval == 0 ? 0 : phase * window / interval)
        guard let lastCheck, lastCheck <= now, lastCheck.duration(to: now) < target.interval else { return soon }
        let sinceTurn = (now.milliseconds - phase) % max(1, interval)
        let untilTurn = (interval - (sinceTurn < 0 ? sinceTurn + interval : sinceTurn)) % max(1, interval)
        return .milliseconds(untilTurn)
    }

    /// The pause after a check. Failures are tried again sooner than the interval, with full jitter, never more often than
    /// the server asked.
    package func next(_ target: Target, failures: Int, retryAfter: Duration?) -> Duration {
        let interval = target.interval
        guard failures > 0 else {
            // A twentieth of jitter keeps targets of one interval from marching in step.
            return interval * (0.975 + 0.05 * random())
        }
        let ceiling = min(interval, .seconds(30) * (1 << min(failures, 12)))
        let pause = max(.seconds(1), ceiling * random())
        return max(min(pause, interval), retryAfter ?? .zero)
    }
}
