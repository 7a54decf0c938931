import Crypto
import DriftJSON
import Foundation
import Testing

@Suite(.enabled(if: JSONCorpus.exists, "the shared corpus is not here")) struct JCSCorpusTests {
    @Test func `the published documents have their published text, exact and through binary64`() throws {
        let names = try JSONCorpus.names("jcs/input")
        #expect(names.count >= 6)
        for name in names {
            let document = try JSONDocument(parsing: JSONCorpus.bytes("jcs/input/\(name)"))
            let expected = try JSONCorpus.bytes("jcs/output/\(name)")
            #expect(try JCSText(document).text == expected, "\(name)")
            // values.json has a number with a digit that binary64 cannot hold.
            if name != "values.json" { #expect(document.canonicalText == expected, "\(name)") }
            #expect(try JSONDocument(parsing: expected).canonicalText == expected, "\(name)")
        }
    }

    @Test func `ten thousand published numbers are written as they should`() throws {
        let lines = String(decoding: try JSONCorpus.bytes("jcs/es6-numbers-10000.txt"), as: UTF8.self)
            .split(separator: "\n")
        #expect(lines.count == 10_000)
        var wrong: [String] = []
        for line in lines {
            let parts = line.split(separator: ",")
            guard let bits = UInt64(parts[0], radix: 16) else { continue }
            let expected = String(parts[1])
            let value = Double(bitPattern: bits)
            let texts = [value.description, String(format: "%.17g", value), String(format: "%.25e", value)]
            for text in texts where try written(text) != expected { wrong.append("\(text): \(try written(text))") }
            if try JSONValue(parsing: value.description).canonicalString != expected { wrong.append("exact \(line)") }
        }
        #expect(wrong == [])
    }

    @Test(.enabled(if: JSONCorpus.runsSlowTests, "set DRIFTMONITOR_SLOW_TESTS"))
    func `a million generated numbers have the published digest`() throws {
        var hash = SHA256()
        var count = 0
        // The first 10,000 lines are in the corpus; the chain goes on where they end.
        hash.update(data: Data(try JSONCorpus.bytes("jcs/es6-numbers-10000.txt")))
        var generator = ChainedNumbers()
        let published = String(decoding: try JSONCorpus.bytes("jcs/es6-numbers-10000.txt"), as: UTF8.self)
            .split(separator: "\n").compactMap { UInt64($0.prefix { $0 != "," }, radix: 16) }
        let chainStart = published.firstIndex(of: generator.peek()) ?? 0
        #expect(chainStart > 2_000)
        count = chainStart
        while count < 1_000_000 {
            let bits = generator.next()
            if count < 10_000 {
                #expect(bits == published[count])
            } else {
                let value = Double(bitPattern: bits)
                hash.update(
                    data: Data("\(String(bits, radix: 16)),\(try written(String(format: "%.17g", value)))\n".utf8))
            }
            count += 1
        }
        let digest = hash.finalize().map { String(format: "%02x", $0) }.joined()
        #expect(digest == "49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16")
    }

    @Test func `real documents have the digests that others agree on`() throws {
        var wrong: [String] = []
        let files = try JSONCorpus.realFiles()
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

    private func written(_ number: String) throws -> String {
        String(decoding: try JCSText(JSONDocument(parsing: Array(number.utf8))).text, as: UTF8.self)
    }
}

/// The numbers of the published vector behind its fixed part: four from each block of a chain of SHA-256.
private struct ChainedNumbers {
    private var block: [UInt8]
    private var offset = 0

    init() {
        block = Array(SHA256.hash(data: [UInt8](repeating: 0, count: 32)))
    }

    /// The first number.
    func peek() -> UInt64 {
        var copy = self
        return copy.next()
    }

    mutating func next() -> UInt64 {
        while true {
            if offset == 32 {
                block = Array(SHA256.hash(data: block))
                offset = 0
            }
            let bits = (0..<8).reduce(UInt64(0)) { $0 | UInt64(block[offset + $1]) << UInt64(8 * $1) }
            offset += 8
            let value = Double(bitPattern: bits)
            if value.isFinite, !value.isZero { return bits }
        }
    }
}
