import DriftCore
import Testing

@Suite struct DaemonLockTests {
    @Test func `one daemon holds a store, and lets go of it`() throws {
        let scratch = try Scratch()
        let store = scratch.path("store.db")
        #expect(try !DaemonLock.isHeld(store: store))
        #expect(try holding(store) { try DaemonLock.isHeld(store: store) } == true)
        #expect(try holding(store) { try DaemonLock.isHeld(store: store) && DaemonLock.isHeld(store: store) } == true)
        // A second daemon is refused while the first one runs.
        #expect(try holding(store) { try holding(store) { true } } == .some(nil))
        #expect(try !DaemonLock.isHeld(store: store))
        #expect(try scratch.mode("store.db.lock") == 0o600)
    }

    /// Nil when somebody else has the lock.
    private func holding<Value>(_ store: String, _ body: () throws -> Value) throws -> Value? {
        guard let lock = try DaemonLock.acquire(store: store) else { return nil }
        defer { withExtendedLifetime(lock) {} }
        return try body()
    }
}
