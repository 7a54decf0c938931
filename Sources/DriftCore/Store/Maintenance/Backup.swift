#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

extension SQLiteStore {
    /// Copies the store as it is at one instant into a new file, while checks go on.
    ///
    /// The copy is complete and on the disk before it gets its name; the file may not exist yet.
    /// - Returns: the copy's size in bytes.
    package func backUp(to path: String) async throws(StoreError) -> Int64 {
        try await asker.run { records throws(StoreError) in try records.backUp(to: path) }
    }
}

extension Records {
    fileprivate func backUp(to path: String) throws(StoreError) -> Int64 {
        guard unsafe access(path, F_OK) != 0 else {
            throw .cannotOpen(path: path, detail: "the file exists; a backup goes to a new one")
        }
        let part = "\(path).\(UniqueID(bytes: options.makeID())?.text(.message).suffix(8) ?? "").part"
        do throws(StoreError) {
            try copy(to: part)
            // Not `rename`, which would take the place of a file that came up meanwhile.
            guard unsafe link(part, path) == 0 else { throw Self.failure(path) }
        } catch {
            unsafe unlink(part)
            throw error
        }
        unsafe unlink(part)
        Self.synchronize(path.lastIndex(of: "/").map { String(path[...$0]) } ?? ".")
        return StoreFile.size(path)
    }

    private func copy(to part: String) throws(StoreError) {
        // Made before SQLite opens it, so that it is the user's alone from the first byte.
        let descriptor = unsafe open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(part) }
        defer { close(descriptor) }
        let source = try Connection.readOnly(connection.path)
        defer { source.close() }
        source.setBusyTimeout(options.busyTimeout)
        do throws(StoreError) {
            try source.run("VACUUM INTO ?", .text(part))
        } catch .full {
            throw .full(path: part)
        }
        guard fsync(descriptor) == 0 else { throw Self.failure(part) }
        let faults = try Connection(path: part, mode: .immutable).rows("PRAGMA quick_check(1)") { $0.text(0) }
        guard faults == ["ok"] else { throw .damaged(path: part, detail: faults.first ?? "the copy cannot be read") }
    }

    private static func failure(_ path: String) -> StoreError {
        errno == ENOSPC ? .full(path: path) : .cannotOpen(path: path, detail: StoreFile.reason(errno))
    }

    /// A name is on the disk when its directory is.
    private static func synchronize(_ directory: String) {
        let descriptor = unsafe open(directory, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
