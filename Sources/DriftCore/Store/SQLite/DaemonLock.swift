#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Says that a daemon holds a store: an exclusive `flock` on a file beside it, which the system lifts when the process
/// ends, however it ends. The file itself stays and means nothing.
enum DaemonLock {
    static func path(of store: String) -> String { store + ".lock" }

    /// - Returns: nil when another daemon holds the store.
    static func acquire(store: String) throws(StoreError) -> StoreHold? {
        let descriptor = try open(store)
        // Someone who only asks holds a shared lock for a moment.
        for attempt in 0..<20 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return StoreHold { _ = close(descriptor) } }
            guard errno == EWOULDBLOCK || errno == EINTR else {
                let reason = StoreFile.reason(errno)
                close(descriptor)
                throw .cannotOpen(path: path(of: store), detail: "it cannot be locked: \(reason)")
            }
            if attempt < 19 { usleep(5_000) }
        }
        close(descriptor)
        return nil
    }

    /// Whether a daemon holds the store now.
    static func isHeld(store: String) throws(StoreError) -> Bool {
        let path = path(of: store)
        let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0)
        guard descriptor >= 0 else {
            // Nobody has it; or another user left it, and then the leases in the store keep two from sending the same.
            if errno == ENOENT || errno == EACCES { return false }
            throw .cannotOpen(path: path, detail: errno == ELOOP ? "it is a symbolic link" : StoreFile.reason(errno))
        }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    /// A child process must not keep the lock, and a link that somebody laid there must not be followed.
    private static func open(_ store: String) throws(StoreError) -> Int32 {
        let path = path(of: store)
        var descriptor = systemOpen(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
        // Made by another user; a lock needs no more than that it can be opened.
        if descriptor < 0, errno == EACCES { descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0) }
        guard descriptor >= 0 else {
            let detail = errno == ELOOP ? "it is a symbolic link" : StoreFile.reason(errno)
            throw .cannotOpen(path: path, detail: detail)
        }
        return descriptor
    }

    private static func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 {
        #if canImport(Glibc)
            unsafe Glibc.open(path, flags, mode)
        #elseif canImport(Musl)
            unsafe Musl.open(path, flags, mode)
        #else
            unsafe Darwin.open(path, flags, mode)
        #endif
    }
}
