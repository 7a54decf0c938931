/// A target that is not well, and why.
package struct TargetTrouble: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// It could not be looked at.
        case failed
        /// What it answered cannot be its schema.
        case suspect
        /// It publishes the document no longer.
        case gone
        /// Its answers differ from fetch to fetch.
        case unstable
        /// It goes back and forth between documents it published before.
        case flapping
    }

    package var target: TargetKey
    package var kind: Kind
    /// Its login was refused, as that of the other targets of its cloud.
    package var isCredentialsFault: Bool
    /// Checks that failed in a row; 0 where the kind is not `failed`.
    package var failures: Int
    /// Since when it is not well, as far as that is known.
    package var since: Timestamp?
    /// What its last check said; nil where that check said nothing.
    package var reason: String?

    /// - Returns: nil for a target that is well. One failed check is enough: nobody knows what it publishes now.
    package init?(_ overview: TargetOverview) {
        let health = overview.health
        if health.failures > 0 {
            kind = .failed
        } else if health.told.contains(.targetSuspect) {
            kind = .suspect
        } else if health.told.contains(.targetGone) {
            kind = .gone
        } else if health.told.contains(.targetUnstable) {
            kind = .unstable
        } else if health.told.contains(.targetFlapping) {
            kind = .flapping
        } else {
            return nil
        }
        target = overview.target
        isCredentialsFault = kind == .failed && health.isCredentialsFault
        failures = health.failures
        reason = overview.outcome.reason
        since =
            switch kind {
            case .failed: health.failingSince
            case .unstable: health.unconfirmedSince
            case .flapping: health.flips.first
            case .suspect, .gone: overview.latest?.lastSeen
            }
    }
}

/// What ails one target, or many of a cloud at once: one line for one cause.
package struct CommonTrouble: Hashable, Sendable {
    package var kind: TargetTrouble.Kind
    /// By key.
    package var targets: [TargetTrouble]

    /// The one whose words stand for all.
    package var first: TargetTrouble { targets[0] }
    /// When the first of them fell ill.
    package var since: Timestamp? { targets.compactMap(\.since).min() }
    /// Whether it could not be looked at properly: the rest is something to report, as for a check.
    package var isSevere: Bool { kind == .failed || kind == .suspect }

    /// Those of one cloud that fare the same are told together; a refused login is a cause of its own.
    package static func grouped(_ troubles: [TargetTrouble]) -> [CommonTrouble] {
        struct Cause: Hashable {
            let cloud: CloudName
            let kind: TargetTrouble.Kind
            let isCredentialsFault: Bool
        }
        let groups = Dictionary(grouping: troubles) {
            Cause(cloud: $0.target.cloud, kind: $0.kind, isCredentialsFault: $0.isCredentialsFault)
        }
        return groups.map { cause, troubles in
            CommonTrouble(kind: cause.kind, targets: troubles.sorted(byKey: \.target))
        }
        .sorted { a, b in
            let (order, other) = (a.kind.order, b.kind.order)
            return order != other
                ? order < other : (b.targets.count, a.first.target) < (a.targets.count, b.first.target)
        }
    }
}

extension TargetTrouble.Kind {
    fileprivate var order: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
