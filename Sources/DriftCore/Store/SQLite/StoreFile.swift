#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The database file before it is opened for use: made with the right permissions, or looked at without touching it.
///
/// SQLite may write to a file by merely opening it (it recovers a log), so a file is looked at as `immutable` first.
/// Nothing here opens an existing database by itself: closing a file takes away the locks that this process holds on it
/// (POSIX), and SQLite knows how to live with that only for files it opened.
enum StoreFile {
    /// "DrMn" in ASCII.
    static let applicationID: Int64 = 0x4472_4D6E

    /// Makes the file when there is none, in directories that only the user may enter.
    ///
    /// An empty file is taken as new: that is what a crash between making and filling it leaves.
    static func prepare(_ path: String, knownVersion: Int64) throws(StoreError) {
        guard let status = try status(of: path) else {
            try makeDirectory(of: path)
            // Another process may have made it in this moment; what it is, the next look says.
            guard make(path) || errno == EEXIST else { throw openError(path) }
            return
        }
        guard status.isRegular else { throw .cannotOpen(path: path, detail: "it is no regular file") }
        if status.size == 0 { return }
        // SQLite takes what is shorter than its smallest page for empty, and would write over it.
        guard status.size >= 512 else { throw .damaged(path: path, detail: "it is too short for a database") }
        try check(path, knownVersion: knownVersion)
    }

    private static func check(_ path: String, knownVersion: Int64) throws(StoreError) {
        let file = try Connection(path: path, mode: .immutable)
        defer { file.close() }
        let application: Int64
        let version: Int64
        do throws(StoreError) {
            application = try file.row("PRAGMA application_id") { $0.integer(0) } ?? 0
            version = try file.row("PRAGMA user_version") { $0.integer(0) } ?? 0
        } catch {
            // With a log beside it the file alone may be short of pages; the real opening reads both.
            if size(path + "-wal") > 0 || size(path + "-journal") > 0 { return }
            throw error
        }
        guard application == applicationID else { throw .notOurs(path: path, applicationID: application) }
        guard version <= knownVersion else {
            throw .newerVersion(path: path, version: version, known: knownVersion)
        }
    }

    /// 0 for a file that is not there.
    static func size(_ path: String) -> Int64 {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// - Returns: nil when there is no such file.
    private static func status(of path: String) throws(StoreError) -> (isRegular: Bool, size: Int64)? {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            if errno == ENOENT { return nil }
            throw openError(path)
        }
        return (status.st_mode & S_IFMT == S_IFREG, Int64(status.st_size))
    }

    private static func make(_ path: String) -> Bool {
        #if os(Linux)
            // Unlike `open`, this leaves nothing to close.
            return unsafe mknod(path, S_IFREG | 0o600, 0) == 0
        #else
            let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 { close(descriptor) }
            return descriptor >= 0
        #endif
    }

    private static func makeDirectory(of path: String) throws(StoreError) {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropLast()
        var directory = ""
        for (index, part) in parts.enumerated() {
            directory += (index == 0 ? "" : "/") + String(decoding: Array(part), as: UTF8.self)
            guard !part.isEmpty, unsafe mkdir(directory, 0o700) != 0, errno != EEXIST, errno != EISDIR else { continue }
            let why = errno
            // A directory that is there may refuse in other words (a read-only file system): making the file says more.
            var status = stat()
            if unsafe stat(directory, &status) != 0 {
                throw .cannotOpen(path: path, detail: "the directory \(directory) cannot be made: \(reason(why))")
            }
        }
    }

    private static func openError(_ path: String) -> StoreError {
        switch errno {
        case ENOSPC, EDQUOT: .full(path: path)
        case EROFS: .readOnly(path: path)
        default: .cannotOpen(path: path, detail: reason(errno))
        }
    }

    static func reason(_ code: Int32) -> String {
        unsafe String(cString: strerror(code))
    }
}
