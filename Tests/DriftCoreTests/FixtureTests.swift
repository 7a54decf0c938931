import Foundation
import Testing

@Suite struct FixtureTests {
    @Test func `each file and folder of the fixtures has a row that says where it comes from`() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures")
        let page = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let entries = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(entries.count > 10)
        let notes = ["README.md", "LICENSE-MIT.txt"]
        let unnamed = entries.filter { entry in
            !notes.contains(entry)
                && !rows.contains { $0.contains("`\(entry)`") || $0.contains("`\(entry)/") }
        }
        #expect(unnamed == [])
    }
}
