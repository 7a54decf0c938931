/// What may be forgotten. A baseline, a latest version and the versions of an open drift are kept whatever it says, and
/// so is every delivery that is still pending.
package struct Retention: Hashable, Sendable {
    /// Versions last seen longer ago, alerts that ended longer ago.
    package var age: Duration?
    /// How many versions of a target are kept, the newest ones.
    package var count: Int?
    /// What the database may hold; the oldest goes first, over all targets.
    package var bytes: Int64?

    package init(age: Duration? = nil, count: Int? = nil, bytes: Int64? = nil) {
        self.age = age
        self.count = count
        self.bytes = bytes
    }
}

/// What was forgotten.
package struct PruneResult: Hashable, Sendable {
    package var versions = 0
    package var documents = 0
    package var alerts = 0
    package var bytesBefore: Int64 = 0
    package var bytesAfter: Int64 = 0

    package init() {}
}
