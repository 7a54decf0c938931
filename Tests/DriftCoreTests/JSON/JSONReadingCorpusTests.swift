import DriftJSON
import Testing

@Suite(.enabled(if: JSONCorpus.exists, "the shared corpus is not here")) struct JSONReadingCorpusTests {
    @Test func `every conformance file gets its verdict`() throws {
        var wrong: [String] = []
        for name in try JSONCorpus.names("json-parsing/test_parsing") where !name.hasPrefix("i_") {
            let accepted = accepts(try JSONCorpus.bytes("json-parsing/test_parsing/\(name)"))
            if accepted != name.hasPrefix("y_") { wrong.append(name) }
        }
        // Files that hold a key twice are JSON by grammar; here a second key is refused by policy.
        #expect(wrong == ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"])
    }

    @Test func `what the standard leaves open is decided by policy`() throws {
        let names = try JSONCorpus.names("json-parsing/test_parsing").filter { $0.hasPrefix("i_") }
        let accepted = try names.filter { accepts(try JSONCorpus.bytes("json-parsing/test_parsing/\($0)")) }
        #expect(names.count == 35)
        // Every number is kept exactly; bytes that are no UTF-8 and surrogates that stand alone are refused.
        #expect(
            accepted == [
                "i_number_double_huge_neg_exp.json", "i_number_huge_exp.json", "i_number_neg_int_huge_exp.json",
                "i_number_pos_double_huge_exp.json", "i_number_real_neg_overflow.json",
                "i_number_real_pos_overflow.json", "i_number_real_underflow.json", "i_number_too_big_neg_int.json",
                "i_number_too_big_pos_int.json", "i_number_very_big_negative_int.json",
                "i_structure_500_nested_arrays.json", "i_structure_UTF-8_BOM_empty_object.json",
            ])
    }

    private func accepts(_ bytes: [UInt8]) -> Bool {
        (try? JSONValue(parsing: bytes)) != nil
    }
}
