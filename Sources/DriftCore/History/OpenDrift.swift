/// A change that is neither accepted nor over, with all the targets that made it: what one alert is about.
package struct OpenDrift: Hashable, Sendable {
    package var fingerprint: Fingerprint
    package var schema: SchemaName
    /// The worst of the targets': a role may make the same change matter less.
    package var impact: Impact
    /// As the first target made it.
    package var drift: Drift
    /// By key, each once.
    package var targets: [TargetKey]
    /// When the first target made it.
    package var since: Timestamp
    /// When the last target joined.
    package var latest: Timestamp

    /// - Parameter drifts: Open ones, in any order.
    /// - Returns: the worst first, of equals the one that spread last.
    package static func grouped(_ drifts: [StoredDrift]) -> [OpenDrift] {
        struct Group: Hashable {
            let fingerprint: Fingerprint
            let schema: SchemaName
        }
        return Dictionary(grouping: drifts) { Group(fingerprint: $0.fingerprint, schema: $0.target.schema) }
            .compactMap { group, drifts -> OpenDrift? in
                guard let first = drifts.min(by: { ($0.time, $0.target) < ($1.time, $1.target) }) else { return nil }
                return OpenDrift(
                    fingerprint: group.fingerprint, schema: group.schema,
                    impact: drifts.map(\.impact).max() ?? first.impact, drift: first.drift,
                    targets: Set(drifts.map(\.target)).sorted(byKey: \.self), since: first.time,
                    latest: drifts.map(\.time).max() ?? first.time)
            }
            .sorted {
                ($1.impact, $1.latest, $0.schema.name, $0.fingerprint.hex)
                    < ($0.impact, $0.latest, $1.schema.name, $1.fingerprint.hex)
            }
    }
}

/// How much is open, in numbers.
package struct OpenTally: Hashable, Sendable {
    /// Changes, the same one in many targets counted once.
    package var drifts: Int
    package var targets: Int
    /// How many of the changes are of which impact; none with none.
    package var impacts: [Impact: Int]
    /// When the oldest of them was first seen.
    package var since: Timestamp

    /// - Returns: nil when nothing is open.
    package init?(_ open: [OpenDrift]) {
        guard let since = open.map(\.since).min() else { return nil }
        drifts = open.count
        targets = Set(open.flatMap(\.targets)).count
        impacts = Dictionary(open.map { ($0.impact, 1) }, uniquingKeysWith: +)
        self.since = since
    }
}
