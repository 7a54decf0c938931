/// Whom a change makes worth asking soon: a change that was seen in one region is often on its way through all of them.
///
/// Only a confirmed change counts. Confirmation takes seconds of the two minutes that a wave takes, and a server that gives
/// another answer each time would send all its siblings' ways too. What a storm of changes may cost is bounded twice: a
/// target is hastened once in its interval, and a group whose waves follow each other within a day rests longer after each,
/// up to a day.
package struct Waves<Instant: InstantProtocol> where Instant.Duration == Duration {
    /// Documents that change together: one schema, watched in one way, wherever it is published.
    package struct Group: Hashable, Sendable {
        package let schema: String
        package let kind: DocumentKind
        package let role: Role

        package init(_ target: Target) {
            schema = target.fingerprintName
            kind = target.kind
            role = target.role
        }
    }

    /// How long a wave takes: its targets are spread over this time.
    package static var length: Duration { .seconds(120) }
    private static var day: Duration { .seconds(86_400) }

    private var groups: [Group: Last] = [:]
    /// When a target was hastened last, for those that were within their interval.
    private var hastened: [TargetKey: Instant] = [:]

    private struct Last {
        var start: Instant
        var rest: Duration
    }

    package init() {}

    /// A change was seen.
    /// - Returns: whether the others of its group are to be asked now.
    package mutating func start(at target: Target, now: Instant) -> Bool {
        let group = Group(target)
        var rest = max(target.interval, Self.length)
        if let last = groups[group] {
            let since = last.start.duration(to: now)
            guard since >= last.rest else { return false }
            if since < max(Self.day, last.rest * 2) { rest = min(last.rest * 2, max(Self.day, target.interval)) }
        }
        groups[group] = Last(start: now, rest: rest)
        return true
    }

    /// - Parameter due: When the target would be asked anyway; nil when that is not known.
    /// - Returns: when it is asked instead; nil when it stays as it is.
    package mutating func turn(of target: Target, due: Instant?, now: Instant) -> Instant? {
        let soon = now.advanced(by: .milliseconds(Int64(target.key.stableHash % UInt64(Self.length.milliseconds))))
        if let due, due <= soon { return nil }
        if let last = hastened[target.key], last.duration(to: now) < target.interval { return nil }
        hastened[target.key] = now
        return soon
    }

    /// These are watched from now on.
    package mutating func keep(_ isWatched: (TargetKey) -> Bool) {
        hastened = hastened.filter { isWatched($0.key) }
    }
}
