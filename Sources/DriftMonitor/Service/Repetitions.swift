/// Lets the same thing be said once a minute at most, with how often it came since it was said.
struct Repetitions<Key: Hashable & Sendable>: Sendable {
    static var pause: Duration { .seconds(60) }

    private var known: [Key: (said: ContinuousClock.Instant, unsaid: Int)] = [:]

    /// - Returns: how often it came without being said; nil when it is not to be said now.
    mutating func count(_ key: Key, at now: ContinuousClock.Instant) -> Int? {
        if let last = known[key], last.said.duration(to: now) < Self.pause {
            known[key]?.unsaid += 1
            return nil
        }
        defer {
            // What came long ago is news when it comes again.
            known = known.filter { $0.value.said.duration(to: now) < Self.pause * 60 }
            known[key] = (now, 0)
        }
        return known[key]?.unsaid ?? 0
    }
}
