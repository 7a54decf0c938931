/// What people ask of a store, written once: commands, reports and whatever shows a state use these answers.
///
/// Each answer is one snapshot, or made of a few that are as good as simultaneous. Asking changes nothing, so it works
/// beside a daemon, and on a store that may only be read.
package struct History: Sendable {
    package let store: any SchemaStore

    package init(_ store: any SchemaStore) {
        self.store = store
    }

    /// Where each target stands, by key.
    package func fleet() async throws(StoreError) -> [TargetOverview] {
        try await store.overview()
    }

    /// What is open, the worst first and of equals the newest; the same change in many regions is one.
    package func openDrifts() async throws(StoreError) -> [OpenDrift] {
        OpenDrift.grouped(try await store.drifts(HistoryQuery(onlyOpen: true, limit: .max)))
    }

    /// The targets that are not well, the worst first, those with one cause together.
    package func troubles() async throws(StoreError) -> [CommonTrouble] {
        CommonTrouble.grouped(try await fleet().compactMap(TargetTrouble.init))
    }

    /// What has not arrived, by channel and state.
    package func queue(now: Timestamp) async throws(StoreError) -> [UndeliveredChannel] {
        try await store.undelivered(now: now)
    }

    /// The accounts whose login was refused and is not tried again yet.
    package func pausedLogins(now: Timestamp) async throws(StoreError) -> [PausedLogin] {
        try await store.pausedLogins(now: now)
    }

    /// All of it on one page.
    package func standing(now: Timestamp) async throws(StoreError) -> Standing {
        let fleet = try await fleet()
        return Standing(
            time: now, targets: fleet.count, lastCheck: fleet.compactMap(\.lastCheck).max(),
            open: try await openDrifts(), troubles: CommonTrouble.grouped(fleet.compactMap(TargetTrouble.init)),
            queue: try await queue(now: now), logins: try await pausedLogins(now: now))
    }
}
