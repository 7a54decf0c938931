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
    /// Names that are known to be stored, to save a look-up for each target. Dropped when a transaction fails, which may
    /// have made one of them.
    var nameIDs: [String: Int64] = [:]
    /// Names never change, so what was read once holds.
    var namesByID: [Int64: String] = [:]

    init(connection: Connection, options: StoreOptions) {
        self.connection = connection
        self.options = options
    }

    func write<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        do throws(StoreError) {
            return try connection.write(body)
        } catch {
            nameIDs = [:]
            throw error
        }
    }
}
