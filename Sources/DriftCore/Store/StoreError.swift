/// Why the store could not do what was asked. Never a target's fault.
package enum StoreError: Error, Hashable {
    /// Another process stored a version of this target in between.
    case stale(target: String)
    case notFound(target: String)
    case cannotOpen(path: String, detail: String)
    case notOurs(path: String, applicationID: Int64)
    case newerVersion(path: String, version: Int64, known: Int64)
    case damaged(path: String, detail: String)
    case busy(path: String)
    case full(path: String)
    case readOnly(path: String)
    /// Another file, or none, has the store's name by now: what is written to the open one is lost with it.
    case replaced(path: String)
    /// Any other answer of the database.
    case engine(code: Int, detail: String)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .stale(let target): "another process stored a version of \(target) in between; check again"
        case .notFound(let target): "the store knows no \(target)"
        case .cannotOpen(let path, let detail): "cannot open the store \(path): \(detail)"
        case .notOurs(let path, let applicationID):
            "\(path) is a database of another application (application_id \(applicationID)); name another file with --store"
        case .newerVersion(let path, let version, let known):
            "\(path) was written by a newer driftmonitor (schema \(version), this one knows \(known)); upgrade driftmonitor"
        case .damaged(let path, let detail):
            "\(path) is damaged or no database (\(detail)); restore a backup, or move the file away to start anew"
        case .busy(let path): "\(path) is locked by another process; try again"
        case .full(let path): "no space left for the store \(path); nothing was changed"
        case .readOnly(let path): "the store \(path) cannot be written; check its owner and permissions"
        case .replaced(let path):
            "the store \(path) was deleted or replaced while it was open; nothing more is written to the old one"
        case .engine(let code, let detail): "the store answered error \(code): \(detail)"
        }
    }
}
