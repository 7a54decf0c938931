import DriftJSON
import Testing

@Suite struct JCSTests {
    @Test(arguments: [
        ("1.0", "1"), ("9007199254740993", "9007199254740992"), ("9223372036854775807", "9223372036854776000"),
        ("0.1000000000000000055511151231257827", "0.1"), ("5e-324", "5e-324"), ("1e-400", "0"),
        ("-1e-400", "0"), ("1.7976931348623157e308", "1.7976931348623157e+308"), ("[1,2.50]", "[1,2.5]"),
        ("123456789012345678901234567890", "1.2345678901234568e+29"), ("0.000001", "0.000001"), ("1E-7", "1e-7"),
    ])
    func `numbers go through binary64`(text: String, expected: String) throws {
        let jcs = try JCSText(JSONDocument(parsing: Array(text.utf8)))
        #expect(String(decoding: jcs.text, as: UTF8.self) == expected)
        #expect(jcs.digest == Digest(of: Array(expected.utf8)))
    }

    @Test func `a lost digit is told with its place`() throws {
        let jcs = try JCSText(JSONDocument(parsing: Array("[1,\n 9007199254740993, 0.5]".utf8)))
        #expect(
            jcs.losses.map(\.description) == [
                "line 2, column 2 (byte 5): 9007199254740993 does not fit binary64 and is written as 9007199254740992"
            ])
        #expect(jcs.lossCount == 1)
        #expect(try JCSText(JSONDocument(parsing: Array("[0.1, 1e300, 1e23]".utf8))).lossCount == 0)
    }

    @Test(arguments: ["1e309", "-1e309", "1e999999999999", "[0,1e99999999999999999999999]"])
    func `a number out of range is refused`(text: String) throws {
        let document = try JSONDocument(parsing: Array(text.utf8))
        let error = #expect(throws: JSONError.self) { try JCSText(document) }
        #expect(error?.description.hasSuffix("is out of the range of binary64, which RFC 8785 requires") == true)
        #expect(error?.offset == (text.hasPrefix("[") ? 3 : 0))
    }
}
