/// What keeps a store well: who holds it, how much it has, what may be forgotten.
package protocol StoreUpkeep: Sendable {
    /// Where it is, for messages: a path, or an address without its password.
    var place: String { get }

    /// Says that a daemon works with the store from now on.
    /// - Returns: nil when another daemon does.
    func hold() throws(StoreError) -> StoreHold?

    /// Whether a daemon holds the store now: sending is its business then.
    func isHeld() throws(StoreError) -> Bool

    /// Whether the store could store now; costs next to nothing and changes nothing.
    func ping() async throws(StoreError)

    func statistics() async throws(StoreError) -> StoreStatistics

    /// Forgets what the retention allows, in small transactions, so that checks go on beside it.
    func prune(_ retention: Retention, now: Timestamp) async throws(StoreError) -> PruneResult

    /// Copies the store as it is at one instant into a new file, while checks go on.
    /// - Returns: the copy's size in bytes.
    func backUp(to path: String) async throws(StoreError) -> Int64

    /// Ends all connections. Later calls fail; closing twice does no harm.
    func close() async
}

/// That a daemon works with a store. Not `Copyable`: whoever has the value holds the store, and its end lets go.
package struct StoreHold: ~Copyable, Sendable {
    private let letGo: @Sendable () -> Void

    package init(_ letGo: @escaping @Sendable () -> Void) {
        self.letGo = letGo
    }

    deinit {
        letGo()
    }
}
