/// How a channel as a whole is: whether it answers, and how long it is left alone. Pure; stores keep it beside its name.
///
/// A channel that is down hears one delivery at a time, until one arrives. Each delivery has its own, longer schedule
/// beside that.
package struct ChannelState: Hashable, Sendable {
    /// Failures in a row.
    package var failures = 0
    package var pause = Pause.none
    /// The receiver said that it is gone for good (410): everything waits for a person.
    package var isParked = false
    /// Why it is not well, in words that name no address.
    package var reason: String?

    package init(failures: Int = 0, pause: Pause = .none, isParked: Bool = false, reason: String? = nil) {
        self.failures = failures
        self.pause = pause
        self.isParked = isParked
        self.reason = reason
    }
}

extension ChannelState {
    /// How many deliveries may be handed out now, of at most `limit`.
    /// - Parameters:
    ///   - isUnderWay: One is handed out already and its lease runs.
    ///   - ignoringPause: A one-shot check tries everything once, whatever the pauses.
    package func room(_ limit: Int, isUnderWay: Bool, ignoringPause: Bool, now: Timestamp) -> Int {
        guard !isParked else { return 0 }
        guard failures > 0, !ignoringPause else { return limit }
        return isUnderWay || !pause.isOver(at: now) ? 0 : min(1, limit)
    }

    package mutating func settle(_ outcome: DeliveryOutcome, now: Timestamp) {
        switch outcome {
        case .delivered, .dead:
            // Whoever refuses a message is there to hear the next.
            if !isParked { self = ChannelState() }
        case .abandoned: break
        case .parked(let why):
            isParked = true
            reason = why
        case .retry(_, let throttledUntil, let why):
            // Failures of deliveries that were under way together are one failure of the channel.
            let isPaused = failures > 0 && !pause.isOver(at: now)
            failures = isPaused ? max(1, failures) : failures + 1
            if !isPaused { pause = Pause(from: now, for: Self.length(failures: failures)) }
            if let throttledUntil { pause.until = max(pause.until, throttledUntil) }
            reason = why
        }
    }

    private static func length(failures: Int) -> Duration {
        let steps: [Duration] = [.seconds(5), .seconds(30), .seconds(120), .seconds(300)]
        return failures <= steps.count ? steps[max(0, failures - 1)] : .seconds(900)
    }
}
