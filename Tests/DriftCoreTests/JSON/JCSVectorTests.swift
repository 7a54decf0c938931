import Crypto
import DriftCore
import Foundation
import Testing

@Suite struct JCSVectorTests {
    @Test(arguments: try Fixture("jcs.json").cases("documents"))
    func `a published document has its published text, exact and through binary64`(_ test: FixtureCase) throws {
        let document = try JSONDocument(parsing: Array(try #require(test.value["input"]?.string).utf8))
        let expected = Array(try #require(test.value["output"]?.string).utf8)
        #expect(try JCSText(document).text == expected)
        // `values` has a number with a digit that binary64 cannot hold.
        if test.value["name"] != "values" { #expect(document.canonicalText == expected) }
        #expect(try JSONDocument(parsing: expected).canonicalText == expected)
    }

    @Test func `ten thousand published numbers are written as they should, however they were spelled`() throws {
        var numbers = try PublishedNumbers()
        var wrong: [String] = []
        for _ in 0..<10_000 {
            let value = numbers.next()
            let expected = try written(value.description)
            let texts = [String(format: "%.17g", value), String(format: "%.25e", value)]
            for text in texts where try written(text) != expected { wrong.append("\(text): \(try written(text))") }
            if try JSONValue(parsing: value.description).canonicalString != expected { wrong.append("exact \(value)") }
            if let digest = numbers.record(expected) {
                #expect(digest.found == digest.published, "\(digest.lines) lines")
            }
        }
        #expect(wrong == [])
        #expect(numbers.compared == [1_000, 10_000])
    }

    @Test(.enabled(if: runsSlowTests, "set DRIFTMONITOR_SLOW_TESTS"))
    func `a million published numbers have the published digest`() throws {
        var numbers = try PublishedNumbers()
        for _ in 0..<1_000_000 {
            let text = String(format: "%.17g", numbers.next())
            if let digest = numbers.record(try written(text)) {
                #expect(digest.found == digest.published, "\(digest.lines) lines")
            }
        }
        #expect(numbers.compared == [1_000, 10_000, 100_000, 1_000_000])
    }

    private func written(_ number: String) throws -> String {
        String(decoding: try JCSText(JSONDocument(parsing: Array(number.utf8))).text, as: UTF8.self)
    }
}

/// The published vector of numbers, and the digests of its lines `hex of binary64,number as text`: some special numbers, the
/// 2,000 from the smallest normal one on, then four from each block of a chain of SHA-256.
private struct PublishedNumbers {
    private let first: [UInt64]
    private let published: [Int: String]
    private var block = Array(SHA256.hash(data: [UInt8](repeating: 0, count: 32)))
    private var offset = 0
    private var count = 0
    private var bits: UInt64 = 0
    private var hash = SHA256()
    /// The numbers of lines whose digest is published and was asked for.
    private(set) var compared: [Int] = []

    init() throws {
        let file = try Fixture("jcs-numbers.json").json
        let special = try (file["first"]?.array ?? []).map { try #require(UInt64($0.string ?? "", radix: 16)) }
        first = special + (0..<2_000).map { 0x0010_0000_0000_0000 + $0 }
        published = (file["sha256"]?.texts ?? [:]).reduce(into: [:]) { $0[Int($1.key) ?? 0] = $1.value }
    }

    mutating func next() -> Double {
        bits = count < first.count ? first[count] : chained()
        count += 1
        return Double(bitPattern: bits)
    }

    /// Takes the text of the number that came last; gives both digests where one of so many lines is published.
    mutating func record(_ text: String) -> (lines: Int, found: String, published: String)? {
        hash.update(data: Data("\(String(bits, radix: 16)),\(text)\n".utf8))
        guard let expected = published[count] else { return nil }
        compared.append(count)
        let copy = hash
        return (count, copy.finalize().map { String(format: "%02x", $0) }.joined(), expected)
    }

    private mutating func chained() -> UInt64 {
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
