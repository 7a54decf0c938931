import Foundation

/// The shared corpus: `$DRIFTMONITOR_CORPUS`, else `../shared/corpus` beside the package.
enum JSONCorpus {
    static let root: URL = {
        if let path = ProcessInfo.processInfo.environment["DRIFTMONITOR_CORPUS"] { return URL(filePath: path) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return package.deletingLastPathComponent().appending(path: "shared/corpus")
    }()

    static let exists = FileManager.default.fileExists(atPath: root.path)

    /// Whether tests that take minutes, best in a release build, run too.
    static let runsSlowTests = ProcessInfo.processInfo.environment["DRIFTMONITOR_SLOW_TESTS"] != nil

    /// A line of `real/index.tsv`.
    struct RealFile {
        let path: String
        let bytes: Int
        let fileDigest: String
        let jcsDigest: String

        var series: Substring { path.prefix { $0 != "/" } }

        /// The text; large ones are kept compressed.
        func text() throws -> [UInt8] {
            if let bytes = try? JSONCorpus.bytes("real/\(path)") { return bytes }
            let unpack = Process()
            unpack.executableURL = URL(filePath: "/usr/bin/env")
            unpack.arguments = ["xz", "-dc", JSONCorpus.root.appending(path: "real/\(path).xz").path]
            let pipe = Pipe()
            unpack.standardOutput = pipe
            try unpack.run()
            let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
            unpack.waitUntilExit()
            return Array(data)
        }
    }

    /// The real documents, in the order of their versions; in quick runs only those up to 120 kB.
    static func realFiles() throws -> [RealFile] {
        let index = String(decoding: try bytes("real/index.tsv"), as: UTF8.self)
        let files = index.split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: "\t").map(String.init)
            return RealFile(path: fields[0], bytes: Int(fields[1]) ?? 0, fileDigest: fields[6], jcsDigest: fields[7])
        }
        return files.filter { runsSlowTests || $0.bytes <= 120_000 }
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }

    /// The names in a folder, sorted.
    static func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path).sorted()
    }
}
