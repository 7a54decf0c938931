import DriftCore
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Forgets what the configuration allows, once a day, whether a daemon or one-shot checks use the store.
///
/// When that was is the time of the lock file beside the store, so that a quiet day writes nothing into the store.
struct Upkeep: Sendable {
    enum Turn: Hashable, Sendable { case notYet, mark, prune }

    let store: String
    let retention: Retention

    /// Only a mark of one day to sixty days ago lets anything be forgotten: a clock that is years off would make everything
    /// look old. Whatever else the mark shows, it is set anew, and a day later the clock has proved itself.
    static func turn(marked: Timestamp?, now: Timestamp) -> Turn {
        guard let marked else { return .mark }
        // Somewhat less than a day, so that a daily job does not find each second time that it comes too soon.
        return switch marked.duration(to: now) {
        case ..<Duration.zero: .mark
        case ..<Duration.seconds(23 * 3600): .notYet
        case ...Duration.seconds(60 * 86_400): .prune
        default: .mark
        }
    }

    /// - Returns: what was forgotten; nil when it was not the time, or nothing was to be forgotten.
    func run(_ prune: (Retention, Timestamp) async throws -> PruneResult, now: Timestamp) async throws -> PruneResult? {
        let turn = Self.turn(marked: marked(), now: now)
        guard turn != .notYet else { return nil }
        let result = turn == .prune ? try await prune(retention, now) : PruneResult()
        try mark(now)
        return result.versions + result.documents + result.alerts > 0 ? result : nil
    }

    private var path: String { store + ".lock" }

    private func marked() -> Timestamp? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let time = status.st_mtim
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    private func mark(_ now: Timestamp) throws {
        let file = try FileDescriptor.open(
            FilePath(path), .readWrite, options: [.create, .noFollow, .closeOnExec], permissions: .ownerReadWrite)
        defer { try? file.close() }
        let time = timespec(
            tv_sec: Int(now.seconds), tv_nsec: Int(now.milliseconds - now.seconds * 1000) * 1_000_000)
        guard futimens(file.rawValue, [time, time]) == 0 else { throw Errno(rawValue: errno) }
    }
}

extension PruneResult {
    /// `forgot 12 versions, 3 documents, 4 closed alerts`
    var sentence: String { "forgot \(versions) versions, \(documents) documents, \(alerts) closed alerts" }
}
