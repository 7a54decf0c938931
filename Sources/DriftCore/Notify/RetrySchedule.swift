/// When a delivery that failed is tried again: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, then every 24 h, with
/// some jitter, until three days after the first attempt.
enum RetrySchedule {
    private static let steps: [Duration] = [
        .seconds(5), .seconds(300), .seconds(1800), .seconds(2 * 3600), .seconds(5 * 3600), .seconds(10 * 3600),
        .seconds(14 * 3600), .seconds(20 * 3600), .seconds(24 * 3600),
    ]
    /// By time, not by count: `check` tries whatever the pause, and may do so every minute.
    static let lifetime = Duration.seconds(3 * 86_400)

    /// - Parameter attempts: before the one that failed now.
    /// - Parameter retryAfter: what the receiver asked for; it replaces the step.
    /// - Parameter jitter: 0 to 1.
    static func delay(attempts: Int, retryAfter: Duration?, jitter: Double) -> Duration {
        if let retryAfter { return min(max(retryAfter, .seconds(5)), .seconds(86_400)) }
        return steps[min(max(0, attempts), steps.count - 1)] * (1 + 0.1 * jitter)
    }
}
