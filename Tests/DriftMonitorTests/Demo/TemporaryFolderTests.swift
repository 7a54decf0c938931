import FoundationEssentials
import Testing

@testable import DriftMonitor

@Suite struct TemporaryFolderTests {
    @Test func `nothing is left of it`() throws {
        let folder = try TemporaryFolder(host: .current)
        try "x".write(toFile: "\(folder.path)/x", atomically: false, encoding: .utf8)
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
        #expect((attributes[.posixPermissions] as? Int ?? 0o777) & 0o077 == 0)
        folder.remove()
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func `a place that cannot be written to is named`() {
        let host = Host(variables: ["TMPDIR": "/no/such"], isRoot: false, currentDirectory: "/")
        let error = #expect(throws: Trouble.self) { try TemporaryFolder(host: host) }
        #expect(error?.description.contains("'/no/such'") == true)
    }
}
