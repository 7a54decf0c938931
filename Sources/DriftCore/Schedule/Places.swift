/// How many jobs run, in all and for each origin, and who may start one more.
///
/// An origin that is slow holds a place for long, and a third of a fleet that does not answer would hold them all. So some
/// places are kept for origins that answer quickly: as many as these could use, up to half of all. The others share what
/// is left. Where no origin is quick, nothing is kept.
package struct Places: Sendable {
    package enum Admission: Hashable, Sendable {
        case admitted
        /// As many run for this origin as may.
        case originIsFull
        /// What is left free is kept for origins that answer quickly.
        case keptForQuick
    }

    /// How many jobs may run at once, in all and for one origin.
    package let limit: Int
    package let limitPerOrigin: Int
    package private(set) var running = 0

    private let keepsForQuick: Bool
    private var origins: [String: Origin] = [:]
    private var quickOrigins = 0
    /// Of all that run, those that started for an origin that was not known to be quick.
    private var runningUnproven = 0

    private struct Origin {
        var running = 0
        var runningUnproven = 0
        /// So many quick answers are missing before the origin counts as quick.
        var missing = 1
    }

    /// After a slow answer, so many quick ones in a row make an origin quick again.
    private static let quickInARow = 3

    package init(limit: Int, limitPerOrigin: Int, keepsForQuick: Bool) {
        self.limit = max(1, limit)
        self.limitPerOrigin = max(1, limitPerOrigin)
        self.keepsForQuick = keepsForQuick
    }

    package var isFull: Bool { running >= limit }

    /// Whether only quick origins may start a job.
    package var isKept: Bool {
        guard keepsForQuick else { return false }
        return runningUnproven >= limit - min(limit / 2, quickOrigins * limitPerOrigin)
    }

    package func isFull(for origin: String) -> Bool {
        origins[origin].map { $0.running >= limitPerOrigin } ?? false
    }

    /// Whether a job may start, where not all places are taken.
    package func admission(of origin: String) -> Admission {
        let known = origins[origin] ?? Origin()
        if known.running >= limitPerOrigin { return .originIsFull }
        return known.missing > 0 && isKept ? .keptForQuick : .admitted
    }

    package mutating func take(for origin: String) {
        running += 1
        let isUnproven = (origins[origin]?.missing ?? 1) > 0
        origins[origin, default: Origin()].running += 1
        if isUnproven {
            origins[origin, default: Origin()].runningUnproven += 1
            runningUnproven += 1
        }
    }

    package mutating func giveBack(from origin: String, wasQuick: Bool) {
        guard var known = origins[origin] else { return }
        running -= 1
        known.running -= 1
        if known.runningUnproven > 0 {
            known.runningUnproven -= 1
            runningUnproven -= 1
        }
        let before = known.missing
        known.missing = wasQuick ? max(0, before - 1) : Self.quickInARow
        if before > 0, known.missing == 0 { quickOrigins += 1 }
        if before == 0, known.missing > 0 { quickOrigins -= 1 }
        origins[origin] = known
    }
}
