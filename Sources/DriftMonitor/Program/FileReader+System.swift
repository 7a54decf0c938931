import DriftCore

#if canImport(Glibc)
    import Glibc
#endif

extension FileReader {
    /// Reads the files of this machine.
    static let system = FileReader { path throws(Failure) in
        // Not to wait for a pipe that nobody writes to.
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Failure(errno) }
        defer { _ = Glibc.close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure(errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw .other("it is a directory") }
        guard status.st_size <= limitBytes else { throw .other("it is over \(limitBytes) bytes") }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= limitBytes {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw Failure(errno) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        let modified = Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
        return File(
            bytes: bytes, modified: Timestamp(milliseconds: modified),
            permissions: UInt16(truncatingIfNeeded: status.st_mode & 0o7777))
    }
}

extension FileReader.Failure {
    fileprivate init(_ code: Int32) {
        self =
            switch code {
            case ENOENT, ENOTDIR: .missing
            case EACCES, EPERM: .denied
            default: .other(String(cString: strerror(code)))
            }
    }
}
