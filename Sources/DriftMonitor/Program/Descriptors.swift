#if canImport(Glibc)
    import Glibc
#endif

/// The file descriptors of this process: each connection and each open file takes one.
enum Descriptors {
    /// As many as the system lets this process have without asking anybody, up to a number that no fleet needs.
    ///
    /// The usual soft limit of 1,024 is for programs that use `select`, which none of our libraries does.
    static func raiseLimit() {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return }
        let wanted = min(limits.rlim_max, 65_536)
        guard limits.rlim_cur < wanted else { return }
        limits.rlim_cur = wanted
        // Where that is refused, the limit stays what it was, and connections are bounded by it.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
    }

    /// How many this process may have.
    static var limit: Int {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return 1024 }
        return Int(clamping: limits.rlim_cur)
    }

    /// What the program needs before its first connection, and a few of those.
    static let needed = 48

    /// Refuses to begin what would end in the middle for want of descriptors.
    static func check() throws(Trouble) {
        guard limit >= needed else {
            throw Trouble(
                "only \(limit) file descriptors are allowed here, and \(needed) are needed; raise the limit"
                    + " (ulimit -n, or LimitNOFILE= of the service)")
        }
    }

    /// Whether none is left: what failed just now may have failed for this alone.
    static var areUsedUp: Bool {
        let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard descriptor < 0 else {
            close(descriptor)
            return false
        }
        return errno == EMFILE || errno == ENFILE
    }
}
