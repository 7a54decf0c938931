import Crypto
import DriftJSON
import Foundation

/// Measures the JSON core for `scripts/bench json`, which asks on standard input and measures the peers in between.
///
/// `canonical FILE ROUNDS`, `hash FILE ROUNDS` → the fastest round in nanoseconds of CPU time.
/// As a program of its own: `digest FILE`, `patch OLD NEW`: one job from the bytes of a file to its output.
@main struct JSONBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        switch (arguments.first, arguments.count) {
        case ("digest", 2):
            try write("\(JSONDocument(parsing: read(CommandLine.arguments[2])).canonicalDigest)\n")
        case ("patch", 3):
            let old = try JSONDocument(parsing: read(CommandLine.arguments[2]))
            let new = try JSONDocument(parsing: read(CommandLine.arguments[3]))
            FileHandle.standardOutput.write(Data(JSONPatch.text(from: old, to: new)))
        case (nil, _):
            while let line = readLine() { try answer(line.split(separator: " ").map(String.init)) }
        default:
            FileHandle.standardError.write(Data("usage: JSONBenchmark [digest FILE | patch OLD NEW]\n".utf8))
            exit(64)
        }
    }

    private static func answer(_ words: [String]) throws {
        guard words.count == 3, let rounds = Int(words[2]) else { return try write("?\n") }
        let bytes = try read(words[1])
        var best = UInt64.max
        for _ in 0..<rounds {
            let begun = cpuNanoseconds()
            switch words[0] {
            case "canonical": _ = try JSONDocument(parsing: bytes).canonicalDigest
            default: _ = SHA256.hash(data: bytes)
            }
            best = min(best, cpuNanoseconds() - begun)
        }
        try write("\(best)\n")
    }

    private static func read(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path)))
    }

    private static func write(_ text: String) throws {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    /// The CPU time of this process.
    private static func cpuNanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
