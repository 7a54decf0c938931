/// Which targets were not looked at for three of their intervals, whatever keeps them.
///
/// A look costs a note of its time. Deadlines are compared with it when they come, not moved at each look.
package struct LateWatch<Instant: InstantProtocol> where Instant.Duration == Duration {
    private var looks: [TargetKey: Look] = [:]
    /// One for each target that is watched and was not said to be late.
    private var deadlines = MinHeap<Deadline>()
    private var lastAsked: Instant?
    private var counter: UInt64 = 0

    private struct Look {
        var last: Instant
        /// The one before a look that is on its way.
        var before: Instant?
        var interval: Duration
        var isRunning: Bool { before != nil }
        /// Nil when it was said to be late.
        var deadline: UInt64?

        var limit: Instant { last.advanced(by: interval * 3 + (isRunning ? LateWatch.patience : .zero)) }
    }

    private struct Deadline: Comparable {
        let instant: Instant
        let id: UInt64
        let key: TargetKey

        static func == (a: Deadline, b: Deadline) -> Bool { a.id == b.id }
        static func < (a: Deadline, b: Deadline) -> Bool { (a.instant, a.id) < (b.instant, b.id) }
    }

    /// An answer that comes slowly is on its way still.
    private static var patience: Duration { .seconds(60) }
    /// Deadlines are looked at no more often, so that many of them wake nobody one by one.
    private static var pause: Duration { .seconds(1) }

    package init() {}

    /// Watches a target from now on. One that is watched already keeps its time.
    package mutating func watch(_ key: TargetKey, interval: Duration, now: Instant) {
        let known = looks[key]
        guard known?.interval != interval else { return }
        looks[key] = Look(last: known?.last ?? now, before: known?.before, interval: interval)
        setDeadline(of: key)
    }

    package mutating func keep(_ isWatched: (TargetKey) -> Bool) {
        looks = looks.filter { isWatched($0.key) }
    }

    /// A look at the target begins.
    package mutating func looks(at key: TargetKey, now: Instant) {
        guard let index = looks.index(forKey: key) else { return }
        looks.values[index].before = looks.values[index].before ?? looks.values[index].last
        looks.values[index].last = now
    }

    /// A look at the target has ended, with whatever result.
    package mutating func looked(at key: TargetKey, now: Instant) {
        guard let index = looks.index(forKey: key) else { return }
        looks.values[index].before = nil
        looks.values[index].last = now
        if looks.values[index].deadline == nil { setDeadline(of: key) }
    }

    /// What began was no look: the store failed.
    package mutating func gaveUp(on key: TargetKey) {
        guard let index = looks.index(forKey: key), let before = looks.values[index].before else { return }
        looks.values[index].last = before
        looks.values[index].before = nil
        if looks.values[index].deadline != nil { setDeadline(of: key) }
    }

    /// When `late` has something to look at.
    package var due: Instant? {
        guard let first = deadlines.first else { return nil }
        return lastAsked.map { max(first.instant, $0.advanced(by: Self.pause)) } ?? first.instant
    }

    /// The targets that are late by now, each once until it is looked at again, and for how long nobody looked.
    package mutating func late(at now: Instant) -> [(key: TargetKey, time: Duration)] {
        var late: [(key: TargetKey, time: Duration)] = []
        lastAsked = now
        while let first = deadlines.first, first.instant <= now {
            _ = deadlines.pop()
            // Not watched any more, or by another interval.
            guard let look = looks[first.key], look.deadline == first.id else { continue }
            if look.limit <= now {
                late.append((first.key, look.last.duration(to: now)))
                looks[first.key]?.deadline = nil
            } else {
                setDeadline(of: first.key)
            }
        }
        return late
    }

    private mutating func setDeadline(of key: TargetKey) {
        guard let index = looks.index(forKey: key) else { return }
        counter += 1
        looks.values[index].deadline = counter
        deadlines.push(Deadline(instant: looks.values[index].limit, id: counter, key: key))
    }
}
