import DriftCore

#if canImport(Glibc)
    import Glibc
#endif

/// Reads files of settings: whole, up to a limit, and from a pipe too, whose writer may be slow but has to come.
enum SettingsFile {
    struct Content {
        var bytes: [UInt8]
        var status: stat
    }

    enum Failure: Error {
        case system(Int32)
        case directory
        case tooLarge(limit: Int)
        /// Nobody wrote into the pipe, or whoever did stopped without an end.
        case silent(for: Duration)
    }

    /// How long a pipe may say nothing. Programs that decrypt ask a key's owner, so it is seconds, not milliseconds.
    static let patience = Duration.seconds(30)

    /// - Parameter path: a file, or `-` for standard input.
    static func read(_ path: String, limit: Int, patience: Duration = patience) throws(Failure) -> Content {
        // Opened so that a pipe without a writer does not block; each read waits for its bytes, with a bound.
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { if descriptor != STDIN_FILENO { _ = close(descriptor) } }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .directory }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            try wait(for: descriptor, patience)
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 {
                if errno == EAGAIN || errno == EINTR { continue }
                throw .system(errno)
            }
            if count == 0 { return Content(bytes: bytes, status: status) }
            bytes += buffer[..<count]
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
        }
    }

    private static func wait(for descriptor: Int32, _ patience: Duration) throws(Failure) {
        var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let end = ContinuousClock.now.advanced(by: patience)
        while true {
            let left = ContinuousClock.now.duration(to: end)
            let ready = poll(&event, 1, Int32(clamping: max(0, left.milliseconds)))
            if ready > 0 { return }
            if ready == 0 { throw .silent(for: patience) }
            guard errno == EINTR else { throw .system(errno) }
        }
    }

    /// A pipe gives what it holds once, and whoever reads it a second time waits for nobody.
    static func isPipe(_ path: String) -> Bool {
        var status = stat()
        return path == "-" || stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }
}

extension SettingsFile.Failure {
    /// A clause that follows the file's name.
    var clause: String {
        switch self {
        case .system(ENOENT), .system(ENOTDIR): "does not exist"
        case .system(EACCES), .system(EPERM): "may not be read; check its permissions"
        case .system(let code): "cannot be read: \(String(cString: strerror(code)))"
        case .directory: "is a directory; name a file"
        case .tooLarge(let limit): "is larger than \(limit) bytes"
        case .silent(let patience): "is a pipe into which nobody has written for \(patience.inWords)"
        }
    }
}
