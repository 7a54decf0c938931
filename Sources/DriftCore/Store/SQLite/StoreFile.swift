#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// The database file before SQLite opens it: made with the right permissions, or looked at without touching it.
///
/// SQLite may write to a file by merely opening it (it recovers a log), so whether a file is ours is read from its
/// first hundred bytes (https://www.sqlite.org/fileformat2.html, 1.3).
enum StoreFile {
    /// "DrMn" in ASCII.
    static let applicationID: Int64 = 0x4472_4D6E

    /// Makes the file when there is none, in directories that only the user may enter.
    ///
    /// An empty file is taken as new: that is what a crash between making and filling it leaves.
    static func prepare(_ path: String, knownVersion: Int64) throws(StoreError) {
        guard let header = try header(of: path) else {
            try makeDirectory(of: path)
            let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            // Another process may have made it in this moment; what it is, the next look says.
            if descriptor >= 0 { close(descriptor) } else if errno != EEXIST { throw openError(path) }
            return
        }
        try check(header, path, knownVersion: knownVersion)
    }

    /// For a store that is only read: there must be one.
    static func look(_ path: String, knownVersion: Int64) throws(StoreError) {
        guard let header = try header(of: path) else {
            throw .cannotOpen(path: path, detail: "there is no such file")
        }
        try check(header, path, knownVersion: knownVersion)
    }

    struct Header {
        let size: Int64
        let bytes: [UInt8]
        /// A log or journal beside the file holds part of its content.
        let hasLog: Bool

        func number(_ offset: Int) -> Int64 {
            bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int64($1) }
        }
    }

    private static func check(_ header: Header, _ path: String, knownVersion: Int64) throws(StoreError) {
        if header.size == 0 { return }
        guard header.bytes.count == 100, header.bytes.starts(with: Array("SQLite format 3\u{0}".utf8)) else {
            throw .damaged(path: path, detail: "it does not start like an SQLite database")
        }
        let application = header.number(68)
        guard application == applicationID else { throw .notOurs(path: path, applicationID: application) }
        let version = header.number(60)
        guard version <= knownVersion else {
            throw .newerVersion(path: path, version: version, known: knownVersion)
        }
        let pageSize = Int64(header.bytes[16]) << 8 | Int64(header.bytes[17])
        let expected = (pageSize == 1 ? 65_536 : pageSize) * header.number(28)
        guard header.hasLog || header.size >= expected else {
            throw .damaged(path: path, detail: "it is cut off: \(header.size) of \(expected) bytes are there")
        }
    }

    /// - Returns: nil when there is no such file.
    private static func header(of path: String) throws(StoreError) -> Header? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw openError(path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw openError(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .cannotOpen(path: path, detail: "it is no regular file")
        }
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 100) { buffer, count in
            count = unsafe max(0, read(descriptor, buffer.baseAddress, 100))
        }
        return Header(
            size: Int64(status.st_size), bytes: bytes, hasLog: size(path + "-wal") > 0 || size(path + "-journal") > 0)
    }

    /// 0 for a file that is not there.
    static func size(_ path: String) -> Int64 {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    private static func makeDirectory(of path: String) throws(StoreError) {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).dropLast()
        var directory = ""
        for (index, part) in parts.enumerated() {
            directory += (index == 0 ? "" : "/") + String(decoding: Array(part), as: UTF8.self)
            guard !part.isEmpty, unsafe mkdir(directory, 0o700) != 0, errno != EEXIST, errno != EISDIR else { continue }
            // A directory that is there may refuse in other words (a read-only file system): opening says more.
            var status = stat()
            if unsafe stat(directory, &status) != 0 {
                throw .cannotOpen(path: path, detail: "the directory \(directory) cannot be made: \(reason(errno))")
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
