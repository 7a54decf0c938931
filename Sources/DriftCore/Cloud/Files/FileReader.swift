/// Reads files for the core, which opens none itself.
package struct FileReader: Sendable {
    package struct File: Hashable, Sendable {
        package var bytes: [UInt8]
        package var modified: Timestamp
        /// The permission bits, such as 0o600; nil where there are none.
        package var permissions: UInt16?

        package init(bytes: [UInt8], modified: Timestamp, permissions: UInt16? = nil) {
            self.bytes = bytes
            self.modified = modified
            self.permissions = permissions
        }
    }

    package enum Failure: Error, Hashable {
        case missing
        case denied
        /// One clause for a person: `it is a directory`.
        case other(String)

        var clause: String {
            switch self {
            case .missing: "it does not exist"
            case .denied: "permission denied"
            case .other(let clause): clause
            }
        }
    }

    /// More than this is no file of settings; an implementation need not read further.
    package static let limitBytes = 1 << 20

    package var read: @Sendable (String) throws(Failure) -> File

    package init(_ read: @escaping @Sendable (String) throws(Failure) -> File) {
        self.read = read
    }
}

extension FileReader.File: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(bytes.count) bytes" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
