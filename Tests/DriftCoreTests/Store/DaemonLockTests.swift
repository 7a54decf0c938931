import DriftCore
import FoundationEssentials
import Testing

@Suite struct DaemonLockTests {
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test func `one daemon holds a store, and lets go of it`() throws {
        let store = try scratch.open()
        #expect(try !store.isHeld())
        #expect(try holding(store) { try store.isHeld() } == true)
        #expect(try holding(store) { try store.isHeld() && store.isHeld() } == true)
        // A second daemon is refused while the first one runs.
        #expect(try holding(store) { try holding(store) { true } } == .some(nil))
        #expect(try !store.isHeld())
    }

    @Test func `a link in the place of the lock is not followed`() throws {
        let store = try scratch.open()
        try scratch.write([1, 2, 3], "precious")
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("store.db.lock"), withDestinationPath: scratch.path("precious"))
        let expected = StoreError.cannotOpen(path: scratch.path("store.db.lock"), detail: "it is a symbolic link")
        #expect(throws: expected) { _ = try store.isHeld() }
        #expect(throws: expected) { _ = try holding(store) { true } }
        #expect(try scratch.bytes("precious") == [1, 2, 3])
    }

    /// Nil when somebody else has the lock.
    private func holding<Value>(_ store: any SchemaStore, _ body: () throws -> Value) throws -> Value? {
        guard let hold = try store.hold() else { return nil }
        defer { withExtendedLifetime(hold) {} }
        return try body()
    }
}
