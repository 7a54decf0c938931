/// One connection on a thread of its own. Nothing suspends between the start and the end of a transaction, because
/// what runs here is one synchronous closure.
actor Session {
    private nonisolated let executor = ThreadExecutor()
    private let records: Records

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(records: sending Records) {
        self.records = records
    }

    deinit {
        executor.end()
    }

    func run<Value: Sendable>(
        _ body: @Sendable (Records) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try body(records)
    }

    func close() {
        records.connection.close()
    }
}

/// The rows of a store over one connection. Its extensions hold the statements, a file for each kind of row.
final class Records {
    let connection: Connection
    let options: StoreOptions
    /// Of the file that was opened; nil where nothing is written.
    private var identity: FileIdentity?
    /// Names that are known to be stored, to save a look-up for each target. Dropped when a transaction fails, which may
    /// have made one of them.
    var nameIDs: [String: Int64] = [:]
    /// Names never change, so what was read once holds.
    var namesByID: [Int64: String] = [:]

    init(connection: Connection, options: StoreOptions, identity: FileIdentity? = nil) {
        self.connection = connection
        self.options = options
        self.identity = identity
    }

    func write<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        try requireSameFile()
        do throws(StoreError) {
            return try connection.write(body)
        } catch {
            nameIDs = [:]
            throw error
        }
    }

    /// Another file may have the store's name by now: a cleaner deleted it, or a person put a backup in its place. What would be
    /// written to the open one is lost with it, and its log, which is found by name, would damage the new one.
    func requireSameFile() throws(StoreError) {
        guard identity?.isCurrent() == false else { return }
        connection.leaveFileAsItIs(true)
        identity?.takeLogAway()
        throw .replaced(path: connection.path)
    }
}
