/// The numbers of a target's versions that matter: the latest, the baseline, and where open drift begins. Pure.
package struct Lineage: Hashable, Sendable {
    /// 0 for none yet.
    package private(set) var latest: Int
    package private(set) var baseline: Int
    /// Drifts to versions from this one on are open; nil when none is.
    package private(set) var openFrom: Int?

    package init(latest: Int = 0, baseline: Int = 0, openFrom: Int? = nil) {
        self.latest = latest
        self.baseline = baseline
        self.openFrom = openFrom
    }

    /// One more version. The first is the baseline.
    /// - Parameter drift: What leads to it; nil for the first.
    package mutating func add(_ drift: CheckCommit.NewDrift?) {
        latest += 1
        if baseline == 0 { baseline = latest }
        openFrom = drift?.reverts ?? true ? nil : openFrom ?? latest
    }

    /// The latest version is what shall be.
    package mutating func accept() {
        baseline = latest
        openFrom = nil
    }
}
