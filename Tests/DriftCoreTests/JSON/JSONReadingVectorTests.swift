import DriftCore
import Foundation
import Testing

@Suite struct JSONReadingVectorTests {
    @Test func `every conformance text gets its verdict`() throws {
        let texts = try ConformanceText.all().filter { !$0.name.hasPrefix("i_") }
        #expect(texts.count { $0.name.hasPrefix("y_") } == 95)
        #expect(texts.count { $0.name.hasPrefix("n_") } == 188)
        let wrong = texts.filter { accepts($0.bytes) != $0.name.hasPrefix("y_") }
        // Texts that hold a key twice are JSON by grammar; here a second key is refused by policy.
        #expect(wrong.map(\.name) == ["y_object_duplicated_key", "y_object_duplicated_key_and_value"])
    }

    @Test func `what the standard leaves open is decided by policy`() throws {
        let texts = try ConformanceText.all().filter { $0.name.hasPrefix("i_") }
        #expect(texts.count == 35)
        // Every number is kept exactly; bytes that are no UTF-8 and surrogates that stand alone are refused.
        #expect(
            texts.filter { accepts($0.bytes) }.map(\.name) == [
                "i_number_double_huge_neg_exp", "i_number_huge_exp", "i_number_neg_int_huge_exp",
                "i_number_pos_double_huge_exp", "i_number_real_neg_overflow", "i_number_real_pos_overflow",
                "i_number_real_underflow", "i_number_too_big_neg_int", "i_number_too_big_pos_int",
                "i_number_very_big_negative_int", "i_structure_500_nested_arrays", "i_structure_UTF-8_BOM_empty_object",
            ])
    }

    private func accepts(_ bytes: [UInt8]) -> Bool {
        (try? JSONValue(parsing: bytes)) != nil
    }
}

/// A text of the JSON parsing test suite, named `y_` where it must be accepted, `n_` where it must be refused, and `i_` where
/// the standard leaves it open.
private struct ConformanceText {
    let name: String
    let bytes: [UInt8]

    static func all() throws -> [ConformanceText] {
        try Fixture("json-parsing.jsonl").lines.map { line in
            let bytes: [UInt8]
            if let text = line["text"]?.string {
                bytes = Array(text.utf8)
            } else {
                let encoded = try #require(line["base64"]?.string)
                bytes = Array(try #require(Data(base64Encoded: encoded)))
            }
            return ConformanceText(name: try #require(line["name"]?.string), bytes: bytes)
        } + large
    }

    private static let large = [
        ConformanceText(
            name: "n_structure_100000_opening_arrays", bytes: Array(String(repeating: "[", count: 100_000).utf8)),
        ConformanceText(
            name: "n_structure_open_array_object",
            bytes: Array((String(repeating: #"[{"":"#, count: 50_000) + "\n").utf8)),
    ]
}
