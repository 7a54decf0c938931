internal import CSQLite

/// One connection to the database, used by one thread at a time.
///
/// Statements are compiled once and kept: the texts are the program's own, so there are only so many of them.
@safe final class Connection {
    let path: String
    /// Called before and after each statement that writes; tests end the process there.
    var onWrite: (@Sendable (WritePoint) -> Void)?
    private var handle: OpaquePointer?
    private var kept: [String: Statement] = [:]
    private(set) var isInTransaction = false

    /// - Parameter mode: The file must exist: whoever creates it also decides its permissions.
    init(path: String, mode: Mode) throws(StoreError) {
        self.path = path
        let flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code =
            switch mode {
            case .readWrite: unsafe sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_READWRITE, nil)
            case .readOnly: unsafe sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_READONLY, nil)
            case .immutable:
                unsafe sqlite3_open_v2(
                    "file:\(Self.encoded(path))?immutable=1", &handle, flags | SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
                    nil)
            }
        guard code == SQLITE_OK else {
            let detail = message
            // A handle comes even with an error.
            unsafe sqlite3_close_v2(handle)
            unsafe handle = nil
            throw Self.error(code, detail, path)
        }
        unsafe driftmonitor_set_switch(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
        unsafe driftmonitor_set_switch(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    }

    enum Mode {
        case readWrite, readOnly
        /// The file alone, without its log: nothing is locked, recovered or written.
        case immutable
    }

    /// For an SQLite URI, where `?`, `#` and `%` have a meaning.
    private static func encoded(_ path: String) -> String {
        path.replacing("%", with: "%25").replacing("?", with: "%3F").replacing("#", with: "%23")
    }

    deinit {
        close()
    }

    /// Ends the connection; every later use fails as `cannotOpen`.
    func close() {
        kept = [:]
        unsafe sqlite3_close_v2(handle)
        unsafe handle = nil
    }

    /// How long a statement waits for another process before it fails as `busy`.
    func setBusyTimeout(_ timeout: Duration) {
        let (seconds, attoseconds) = timeout.components
        unsafe sqlite3_busy_timeout(handle, Int32(clamping: seconds * 1000 + attoseconds / 1_000_000_000_000_000))
    }

    /// Keeps the last connection's end from copying the log into the file: for a file that turns out to be not ours.
    func leaveFileAsItIs(_ leave: Bool) {
        unsafe driftmonitor_set_switch(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, leave ? 1 : 0)
    }

    var isReadOnly: Bool { unsafe sqlite3_db_readonly(handle, "main") != 0 }
    var lastInsertedID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }
}

extension Connection {
    /// Runs a statement to its end.
    /// - Returns: how many rows an INSERT, UPDATE or DELETE changed.
    @discardableResult
    func run(_ sql: String, _ values: SQLValue...) throws(StoreError) -> Int {
        try run(sql, values)
    }

    @discardableResult
    func run(_ sql: String, _ values: [SQLValue]) throws(StoreError) -> Int {
        try visit(sql, values) { _ throws(StoreError) in true }
        return unsafe Int(sqlite3_changes64(handle))
    }

    /// The first row, nil when there is none.
    func row<Value>(
        _ sql: String, _ values: SQLValue..., read: (Row) throws(StoreError) -> Value
    ) throws(StoreError) -> Value? {
        var found: Value?
        try visit(sql, values) { row throws(StoreError) in
            found = try read(row)
            return false
        }
        return found
    }

    func rows<Value>(
        _ sql: String, _ values: SQLValue..., read: (Row) throws(StoreError) -> Value
    ) throws(StoreError) -> [Value] {
        var all: [Value] = []
        try visit(sql, values) { row throws(StoreError) in
            all.append(try read(row))
            return true
        }
        return all
    }

    func exists(_ sql: String, _ values: SQLValue...) throws(StoreError) -> Bool {
        var found = false
        try visit(sql, values) { _ throws(StoreError) in
            found = true
            return false
        }
        return found
    }

    /// Walks over the rows until the closure returns false.
    func visit(
        _ sql: String, _ values: [SQLValue], _ body: (Row) throws(StoreError) -> Bool
    ) throws(StoreError) {
        let statement = try take(sql)
        defer { giveBack(statement) }
        try check(statement.bind(values))
        let point = onWrite == nil || statement.isReadOnly && !sql.hasPrefix("COMMIT") ? nil : sql
        if let point { onWrite?(.before(point)) }
        while true {
            let code = statement.step()
            if code == SQLITE_DONE { break }
            guard code == SQLITE_ROW else { throw Self.error(code, message, path) }
            guard try body(statement.row) else { break }
        }
        if let point { onWrite?(.after(point)) }
    }

    /// Takes the statement out, so that the same text used again inside a row's closure gets one of its own.
    private func take(_ sql: String) throws(StoreError) -> Statement {
        if let statement = kept.removeValue(forKey: sql) { return statement }
        guard unsafe handle != nil else { throw .cannotOpen(path: path, detail: "the store was closed") }
        var compiled: OpaquePointer?
        try check(unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil))
        guard let compiled = unsafe compiled else {
            throw .engine(code: Int(SQLITE_MISUSE), detail: "an empty statement")
        }
        return unsafe Statement(sql: sql, handle: compiled)
    }

    private func giveBack(_ statement: Statement) {
        statement.reset()
        if kept.count < 200 { kept[statement.sql] = statement }
    }
}

extension Connection {
    /// One transaction that writes: it takes the write lock first, so what it reads cannot change before it writes.
    func write<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        try transaction("BEGIN IMMEDIATE", body)
    }

    /// One snapshot: all statements see the same state.
    func snapshot<Value>(_ body: () throws(StoreError) -> Value) throws(StoreError) -> Value {
        try transaction("BEGIN", body)
    }

    private func transaction<Value>(
        _ begin: String, _ body: () throws(StoreError) -> Value
    ) throws(StoreError) -> Value {
        precondition(!isInTransaction, "a transaction inside a transaction")
        try run(begin)
        isInTransaction = true
        defer { isInTransaction = false }
        do throws(StoreError) {
            let value = try body()
            try run("COMMIT")
            return value
        } catch {
            // SQLite has rolled back by itself on some errors (a full disk); then there is nothing left to do.
            if unsafe sqlite3_get_autocommit(handle) == 0 {
                do throws(StoreError) { try run("ROLLBACK") } catch {}
            }
            throw error
        }
    }
}

extension Connection {
    private var message: String {
        unsafe sqlite3_errmsg(handle).map { unsafe String(cString: $0) } ?? "no memory"
    }

    private func check(_ code: Int32) throws(StoreError) {
        guard code == SQLITE_OK else { throw Self.error(code, message, path) }
    }

    /// - Parameter code: extended; the kind of error is its low byte.
    private static func error(_ code: Int32, _ detail: String, _ path: String) -> StoreError {
        switch code & 0xFF {
        case SQLITE_FULL: .full(path: path)
        case SQLITE_IOERR where code == Self.ioErrorNoSpace: .full(path: path)
        case SQLITE_READONLY, SQLITE_PERM: .readOnly(path: path)
        case SQLITE_BUSY, SQLITE_LOCKED: .busy(path: path)
        case SQLITE_NOTADB, SQLITE_CORRUPT: .damaged(path: path, detail: detail)
        case SQLITE_CANTOPEN: .cannotOpen(path: path, detail: detail)
        default: .engine(code: Int(code), detail: detail)
        }
    }

    /// `SQLITE_IOERR_WRITE` and its like do not say why; a log that cannot grow (`SQLITE_IOERR_SHMSIZE`) does: no space.
    private static let ioErrorNoSpace: Int32 = SQLITE_IOERR | (19 << 8)
}

/// Where a writing statement stands, for tests that end the process there.
package enum WritePoint: Hashable, Sendable {
    case before(String)
    case after(String)
}
