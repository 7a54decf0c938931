import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// A folder that nobody else can read, and that is gone afterwards.
struct TemporaryFolder: Sendable {
    let path: String

    init(host: Host) throws(Trouble) {
        let parent = host.variable("TMPDIR") ?? "/tmp"
        var template = Array("\(parent)/driftmonitor-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Trouble(
                "no temporary folder can be made in '\(parent)'; set TMPDIR to a folder that may be written to")
        }
        path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func remove() {
        // What cannot be removed is nobody's loss but a folder in the system's place for such things.
        try? FileManager.default.removeItem(atPath: path)
    }
}
