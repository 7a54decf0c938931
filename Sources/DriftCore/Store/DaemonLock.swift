#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Says that a daemon holds a store: an exclusive `flock` on a file beside it, which the system lifts when the process
/// ends, however it ends. The file itself stays and means nothing.
///
/// Not `Copyable`: whoever has the value has the lock.
package struct DaemonLock: ~Copyable, Sendable {
    private let descriptor: Int32

    package static func path(of store: String) -> String { store + ".lock" }

    /// - Returns: nil when another daemon holds the store.
    package static func acquire(store: String) throws(StoreError) -> DaemonLock? {
        let descriptor = try open(store)
        // Someone who only asks holds a shared lock for a moment.
        for attempt in 0..<20 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return DaemonLock(descriptor: descriptor) }
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
    package static func isHeld(store: String) throws(StoreError) -> Bool {
        guard unsafe access(path(of: store), F_OK) == 0 else { return false }
        let descriptor = try open(store)
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    private static func open(_ store: String) throws(StoreError) -> Int32 {
        // A child process must not keep the lock.
        let descriptor = systemOpen(path(of: store), O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: path(of: store), detail: StoreFile.reason(errno))
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
