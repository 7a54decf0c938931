import Foundation

/// A file system of a few megabytes in memory, gone with its last user. Mounting takes root.
final class SmallDisk: Sendable {
    let folder: String

    /// Whether this machine lets us have one.
    static let isPossible: Bool = {
        geteuid() == 0 && (try? SmallDisk(kilobytes: 64)) != nil
    }()

    init(kilobytes: Int) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("disk-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        guard mount("tmpfs", folder, "tmpfs", 0, "size=\(kilobytes)k") == 0 else { throw POSIXError(.EPERM) }
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    func becomeReadOnly() throws {
        guard mount("tmpfs", folder, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), "") == 0 else {
            throw POSIXError(.EBUSY)
        }
    }

    /// Takes all room that is left; the file can be removed again.
    func fill() throws {
        let file = open(path("filler"), O_WRONLY | O_CREAT, 0o600)
        defer { close(file) }
        let page = [UInt8](repeating: 1, count: 4096)
        while write(file, page, page.count) > 0 {}
        guard errno == ENOSPC else { throw POSIXError(.EIO) }
    }

    func makeRoom() throws { try FileManager.default.removeItem(atPath: path("filler")) }

    deinit {
        umount2(folder, Int32(MNT_DETACH))
        rmdir(folder)
    }
}
