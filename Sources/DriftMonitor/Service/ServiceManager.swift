import DriftCore

#if canImport(Glibc)
    import Glibc
#endif

/// Tells systemd how the daemon is (sd_notify(3)): a datagram to `$NOTIFY_SOCKET`. Without that variable it says nothing.
struct ServiceManager: Sendable {
    private let socketPath: String?
    /// How often proof of life is due; nil when no watchdog waits for it.
    let watchdogInterval: Duration?

    init(host: Host, processID: Int32 = getpid()) {
        socketPath = host.variable("NOTIFY_SOCKET")
        let isOurs = host.variable("WATCHDOG_PID").map { $0 == String(processID) } ?? true
        let microseconds = isOurs ? host.variable("WATCHDOG_USEC").flatMap { Int64($0) } : nil
        // Half the time, as the manual advises: one lost ping is no death.
        watchdogInterval = microseconds.flatMap { $0 > 0 ? .microseconds($0 / 2) : nil }
    }

    func ready(status: String) { send(["READY=1", "STATUS=\(status)"]) }
    func stopping() { send(["STOPPING=1", "STATUS=stopping"]) }
    func status(_ text: String) { send(["STATUS=\(text)"]) }
    func alive() { send(["WATCHDOG=1"]) }

    func reloading() {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        send(["RELOADING=1", "MONOTONIC_USEC=\(Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)"])
    }

    private func send(_ lines: [String]) {
        guard let socketPath else { return }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var path = Array(socketPath.utf8)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path), path.first == 0x2F || path.first == 0x40 else {
            return
        }
        // A leading @ stands for the NUL of an abstract name.
        if path.first == 0x40 { path[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let message = Array(lines.joined(separator: "\n").utf8)
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                // The manager's absence is no reason to stop watching schemas.
                _ = sendto(descriptor, message, message.count, Int32(MSG_NOSIGNAL), pointer, length)
            }
        }
    }
}
