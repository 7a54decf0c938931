/// The store over one SQLite file: a connection that writes and two that read, each on a thread of its own.
///
/// One reader answers the short questions of running checks, the other long ones (history, statistics, backups), so that
/// a person's question delays no check.
package final class SQLiteStore: Sendable {
    package let options: StoreOptions
    let writer: Session
    let reader: Session
    let asker: Session

    /// Opens the file, makes it when there is none, and brings an older form to the present one.
    ///
    /// A file that is not ours, damaged, or of a newer driftmonitor is refused and left as it is. So is one that cannot be
    /// written, but where only questions are asked.
    package init(_ options: StoreOptions) throws(StoreError) {
        self.options = options
        try StoreFile.prepare(options.path, knownVersion: Int64(Migration.all.count))
        let connection = try Connection(path: options.path, mode: .readWrite)
        if connection.isReadOnly, options.onlyAsks {
            connection.close()
            func session() throws(StoreError) -> Session {
                let connection = try Connection.reading(options)
                guard try connection.version() == Int64(Migration.all.count) else {
                    throw .cannotOpen(
                        path: options.path,
                        detail: "it is of an older form, and cannot be written to bring it up to date")
                }
                return Session(records: Records(connection: connection, options: options))
            }
            (writer, reader, asker) = (try session(), try session(), try session())
            return
        }
        connection.onWrite = options.onWrite
        connection.leaveFileAsItIs(true)
        try connection.prepareToWrite(options)
        connection.leaveFileAsItIs(false)
        writer = Session(
            records: Records(connection: connection, options: options, identity: FileIdentity(options.path)))
        reader = Session(records: Records(connection: try .reading(options), options: options))
        asker = Session(records: Records(connection: try .reading(options), options: options))
    }

    /// Ends all connections. Later calls fail; closing twice does no harm.
    package func close() async {
        await asker.close()
        await reader.close()
        await writer.close()
    }
}

package struct StoreOptions: Sendable {
    package var path: String
    /// How long messages wait for each other.
    package var alerts: AlertRules
    /// How long a statement waits for another process.
    package var busyTimeout: Duration
    /// A database up to this size is checked for damage when it is opened.
    package var checkedBytes: Int64
    /// Nothing will be written, so a file that cannot be will do.
    package var onlyAsks = false
    /// Sixteen bytes that never come twice, for the ids of alerts and messages.
    package var makeID: @Sendable () -> [UInt8]
    /// Called before and after each statement that writes; only tests set it.
    package var onWrite: (@Sendable (WritePoint) -> Void)?

    package init(
        path: String, alerts: AlertRules = AlertRules(), busyTimeout: Duration = .seconds(10),
        checkedBytes: Int64 = 16 << 20, makeID: @escaping @Sendable () -> [UInt8] = StoreOptions.randomID,
        onWrite: (@Sendable (WritePoint) -> Void)? = nil
    ) {
        self.path = path
        self.alerts = alerts
        self.busyTimeout = busyTimeout
        self.checkedBytes = checkedBytes
        self.makeID = makeID
        self.onWrite = onWrite
    }

    @Sendable package static func randomID() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}

extension Connection {
    /// A commit is on the disk when it returns (`synchronous=FULL`). The log is copied into the file from two megabytes
    /// on, and cut back to one after that, so with the largest transaction it stays under four.
    func prepareToWrite(_ options: StoreOptions) throws(StoreError) {
        setBusyTimeout(options.busyTimeout)
        guard !isReadOnly else { throw .readOnly(path: path) }
        try checkQuickly(upTo: options.checkedBytes)
        try migrate()
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
        try run("PRAGMA foreign_keys = ON")
        try run("PRAGMA wal_autocheckpoint = 500")
        try run("PRAGMA journal_size_limit = 1048576")
    }

    static func reading(_ options: StoreOptions) throws(StoreError) -> Connection {
        let connection = try readOnly(options.path)
        connection.setBusyTimeout(options.busyTimeout)
        try connection.run("PRAGMA query_only = ON")
        try connection.run("PRAGMA cache_size = -1000")
        return connection
    }

    /// A connection that asks. SQLite wants to make an index for the log beside the file; where it may not, and there is no log, the
    /// file is all there is, and since nobody here can write it, it stays as it is.
    static func readOnly(_ path: String) throws(StoreError) -> Connection {
        let connection = try Connection(path: path, mode: .readOnly)
        do throws(StoreError) {
            _ = try connection.version()
            return connection
        } catch {
            connection.close()
            switch error {
            case .readOnly, .cannotOpen:
                guard StoreFile.size(path + "-wal") == 0 else { throw error }
                return try Connection(path: path, mode: .immutable)
            default: throw error
            }
        }
    }

    private func checkQuickly(upTo limit: Int64) throws(StoreError) {
        guard StoreFile.size(path) <= limit else { return }
        let faults = try rows("PRAGMA quick_check(1)") { $0.text(0) }
        guard faults == ["ok"] else {
            throw .damaged(path: path, detail: faults.first ?? "the check gave no answer")
        }
    }
}
