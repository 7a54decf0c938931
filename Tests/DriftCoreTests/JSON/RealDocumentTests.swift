import DriftCore
import Foundation
import Testing

/// Published documents of up to 4 MB in all their versions, for those who have them: `$DRIFTMONITOR_CORPUS/real/index.tsv` names
/// them. In quick runs only those up to 120 kB are read.
@Suite(.enabled(if: RealDocument.folder != nil, "set DRIFTMONITOR_CORPUS")) struct RealDocumentTests {
    @Test func `real documents have the digests that others agree on`() throws {
        var wrong: [String] = []
        let files = try RealDocument.all()
        #expect(files.count > 10)
        for file in files {
            let document = try JSONDocument(parsing: file.text())
            if Digest(of: document.bytes).hex != file.fileDigest { wrong.append("\(file.path): not the file") }
            if try JCSText(document).digest.hex != file.jcsDigest { wrong.append(file.path) }
            let text = document.canonicalText
            if try JSONDocument(parsing: text).canonicalText != text { wrong.append("\(file.path): not canonical") }
            if document.canonicalDigest != Digest(of: text) { wrong.append("\(file.path): pieces") }
        }
        #expect(wrong == [])
    }

    @Test func `patches between real versions lead both ways, exactly`() throws {
        let files = try RealDocument.all()
        var wrong: [String] = []
        for (old, new) in zip(files, files.dropFirst()) where old.series == new.series {
            let (a, b) = (try JSONValue(parsing: old.text()), try JSONValue(parsing: new.text()))
            for (from, to, name) in [(a, b, "\(old.path) -> \(new.path)"), (b, a, "\(new.path) -> \(old.path)")] {
                let patch = try JSONPatch.make(from: from, to: to)
                if try patch.apply(to: from) != to { wrong.append(name) }
            }
        }
        #expect(files.count > 10)
        #expect(wrong == [])
    }
}

/// A line of `real/index.tsv`.
private struct RealDocument {
    static let folder = ProcessInfo.processInfo.environment["DRIFTMONITOR_CORPUS"].map {
        URL(filePath: $0).appending(path: "real")
    }

    let path: String
    let bytes: Int
    let fileDigest: String
    let jcsDigest: String

    var series: Substring { path.prefix { $0 != "/" } }

    /// In the order of their versions.
    static func all() throws -> [RealDocument] {
        let folder = try #require(folder)
        let index = String(decoding: try Data(contentsOf: folder.appending(path: "index.tsv")), as: UTF8.self)
        let files = index.split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: "\t").map(String.init)
            return RealDocument(
                path: fields[0], bytes: Int(fields[1]) ?? 0, fileDigest: fields[6], jcsDigest: fields[7])
        }
        return files.filter { runsSlowTests || $0.bytes <= 120_000 }
    }

    /// The text; large ones are kept compressed.
    func text() throws -> [UInt8] {
        let file = try #require(Self.folder).appending(path: path)
        if let bytes = try? Data(contentsOf: file) { return Array(bytes) }
        let unpack = Process()
        unpack.executableURL = URL(filePath: "/usr/bin/env")
        unpack.arguments = ["xz", "-dc", file.path + ".xz"]
        let pipe = Pipe()
        unpack.standardOutput = pipe
        try unpack.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        unpack.waitUntilExit()
        return Array(data)
    }
}
