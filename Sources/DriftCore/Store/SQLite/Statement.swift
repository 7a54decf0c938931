internal import CSQLite

/// A compiled statement. Its connection keeps it for the next use and ends it.
@safe final class Statement {
    let sql: String
    /// Whether it changes nothing in the database file.
    let isReadOnly: Bool
    private let handle: OpaquePointer

    /// - Parameter handle: given up to this object, which finalizes it.
    init(sql: String, handle: OpaquePointer) {
        self.sql = sql
        unsafe self.handle = handle
        isReadOnly = unsafe sqlite3_stmt_readonly(handle) != 0
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    /// - Returns: what SQLite answers; anything but `SQLITE_OK` is an error.
    func bind(_ values: [SQLValue]) -> Int32 {
        precondition(
            unsafe values.count == Int(sqlite3_bind_parameter_count(handle)), "wrong number of values for: \(sql)")
        for (index, value) in values.enumerated() {
            let code = bind(value, at: Int32(index + 1))
            guard code == SQLITE_OK else { return code }
        }
        return SQLITE_OK
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(handle, index)
        case .integer(let value): return unsafe sqlite3_bind_int64(handle, index, value)
        case .text(var text):
            return text.withUTF8 { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                    // A null pointer would bind NULL.
                    unsafe characters.baseAddress.map {
                        unsafe driftmonitor_bind_text(handle, index, $0, UInt64(characters.count))
                    } ?? driftmonitor_bind_text(handle, index, "", 0)
                }
            }
        case .blob(let bytes):
            return unsafe bytes.withUnsafeBytes { bytes in
                unsafe bytes.baseAddress.map {
                    unsafe driftmonitor_bind_blob(handle, index, $0, UInt64(bytes.count))
                } ?? sqlite3_bind_zeroblob(handle, index, 0)
            }
        }
    }

    /// - Returns: `SQLITE_ROW`, `SQLITE_DONE`, or an error.
    func step() -> Int32 {
        unsafe sqlite3_step(handle)
    }

    /// Makes it ready for the next use and lets go of what was bound.
    func reset() {
        unsafe sqlite3_reset(handle)
        unsafe sqlite3_clear_bindings(handle)
    }

    var row: Row { unsafe Row(handle: handle) }
}

/// The row a statement stands on. It is valid inside the closure that is given it, and must not leave that.
@safe struct Row {
    private let handle: OpaquePointer

    fileprivate init(handle: OpaquePointer) {
        unsafe self.handle = handle
    }

    func isNull(_ column: Int32) -> Bool {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
    }

    /// 0 for NULL.
    func integer(_ column: Int32) -> Int64 {
        unsafe sqlite3_column_int64(handle, column)
    }

    /// Empty for NULL.
    func text(_ column: Int32) -> String {
        String(decoding: bytes(column), as: UTF8.self)
    }

    /// Empty for NULL.
    func bytes(_ column: Int32) -> [UInt8] {
        guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
        let count = unsafe Int(sqlite3_column_bytes(handle, column))
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }
}

extension Row {
    func int(_ column: Int32) -> Int { Int(integer(column)) }
    func bool(_ column: Int32) -> Bool { integer(column) != 0 }
    func time(_ column: Int32) -> Timestamp { Timestamp(milliseconds: integer(column)) }
    func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }
    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
    func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }
    func optionalTime(_ column: Int32) -> Timestamp? { isNull(column) ? nil : time(column) }
}
