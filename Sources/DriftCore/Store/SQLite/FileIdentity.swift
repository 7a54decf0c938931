#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Which file it is that was opened by a name, and which log was written beside it.
struct FileIdentity {
    private let path: String
    private let file: Node?
    private var log: Node?

    private struct Node: Equatable {
        let device: UInt64
        let number: UInt64

        init?(_ path: String) {
            var status = stat()
            guard unsafe stat(path, &status) == 0 else { return nil }
            device = UInt64(truncatingIfNeeded: status.st_dev)
            number = UInt64(truncatingIfNeeded: status.st_ino)
        }
    }

    init(_ path: String) {
        self.path = path
        file = Node(path)
        log = Node(path + "-wal")
    }

    /// Whether the names still lead to the same files.
    mutating func isCurrent() -> Bool {
        guard file == Node(path) else { return false }
        let present = Node(path + "-wal")
        guard let log else {
            // The first write makes the log.
            self.log = present
            return true
        }
        return log == present
    }

    /// The log belongs to a file that has no name any more. Whoever opens the new file would take it for that one's.
    func takeLogAway() {
        guard let log, log == Node(path + "-wal"), file != Node(path) else { return }
        unsafe unlink(path + "-wal")
        unsafe unlink(path + "-shm")
    }
}
