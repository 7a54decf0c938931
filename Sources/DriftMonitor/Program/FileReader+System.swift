import DriftCore

#if canImport(Glibc)
    import Glibc
#endif

extension FileReader {
    /// Reads the files of this machine.
    static let system = FileReader { path throws(Failure) in
        let content: SettingsFile.Content
        do throws(SettingsFile.Failure) {
            content = try SettingsFile.read(path, limit: limitBytes)
        } catch {
            throw Failure(error)
        }
        let status = content.status
        let modified = Int64(status.st_mtim.tv_sec) * 1000 + Int64(status.st_mtim.tv_nsec) / 1_000_000
        return File(
            bytes: content.bytes, modified: Timestamp(milliseconds: modified),
            permissions: UInt16(truncatingIfNeeded: status.st_mode & 0o7777))
    }
}

extension FileReader.Failure {
    fileprivate init(_ failure: SettingsFile.Failure) {
        self =
            switch failure {
            case .system(ENOENT), .system(ENOTDIR): .missing
            case .system(EACCES), .system(EPERM): .denied
            case .system(let code): .other(String(cString: strerror(code)))
            case .directory: .other("it is a directory")
            case .tooLarge(let limit): .other("it is over \(limit) bytes")
            case .silent(let patience): .other("it is a pipe into which nobody has written for \(patience.inWords)")
            }
    }
}
