import DriftJSON
import Testing

@Suite struct JSONReadingTests {
    @Test(
        arguments: [
            ("null", JSONValue.null), (" true\n", true), ("false", false), ("\"a\"", "a"), ("-12", -12), ("[]", []),
            ("{}", [:]), ("[1,[2],{}]", [1, [2], [:]]), (#"{"b":1,"a":{"c":[]}}"#, ["a": ["c": []], "b": 1]),
            (#""\u00e9\ud83d\ude00\/\n\"""#, "é😀/\n\""), ("1.0e0", 1), ("-0", 0), ("0.1e1", 1), ("100e-2", 1),
        ] as [(String, JSONValue)])
    func `a document becomes its value`(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == expected)
    }

    @Test(arguments: [
        ("", "line 1, column 1 (byte 0): the text is empty; a JSON document holds one value"),
        (" \n ", "line 2, column 2 (byte 3): the text is empty; a JSON document holds one value"),
        ("[1,]", "line 1, column 4 (byte 3): found ']' where a value is expected"),
        ("[1 2]", "line 1, column 4 (byte 3): found '2' where ',' or ']' is expected"),
        ("{\"a\" 1}", "line 1, column 6 (byte 5): found '1' where ':' is expected"),
        ("{\"a\":1,}", "line 1, column 8 (byte 7): found '}' where a key in quotes is expected"),
        ("{a:1}", "line 1, column 2 (byte 1): found 'a' where a key in quotes or '}' is expected"),
        ("[\n  \"é\", x]", "line 2, column 8 (byte 10): found 'x' where a value is expected"),
        ("[1] 2", "line 1, column 5 (byte 4): there is text after the document's end"),
        ("[1", "line 1, column 3 (byte 2): the text ends where ',' or ']' is expected"),
        ("\"a", "line 1, column 3 (byte 2): the text ends where '\"' at the end of a string is expected"),
        ("01", "line 1, column 1 (byte 0): this is no JSON number: it must not start with a needless 0"),
        ("-", "line 1, column 2 (byte 1): this is no JSON number: a digit must follow the minus sign"),
        ("1.", "line 1, column 3 (byte 2): this is no JSON number: a digit must follow the decimal point"),
        ("1e+", "line 1, column 4 (byte 3): this is no JSON number: a digit must follow the exponent's e"),
        ("nul", "line 1, column 4 (byte 3): the text ends where the word null is expected"),
        ("trux", "line 1, column 4 (byte 3): found 'x' where the word true is expected"),
        ("\"\u{1}\"", "line 1, column 2 (byte 1): the control character 0x01 must be escaped inside a string"),
        (
            #""\ud800""#,
            "line 1, column 2 (byte 1): an escaped surrogate (\\uD800 to \\uDFFF) stands alone, which is no character"
        ),
        (
            #"{"a":1,"\u0061":2}"#,
            "line 1, column 8 (byte 7): the key \"a\" appears a second time in this object"
        ),
        ("[}", "line 1, column 2 (byte 1): found '}' where a value is expected"),
        ("{]", "line 1, column 2 (byte 1): found ']' where a key in quotes or '}' is expected"),
    ])
    func `a text that is no document is refused with its place`(text: String, message: String) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.description == message)
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0x80], [0xC3], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xFF],
        ] as [[UInt8]])
    func `invalid UTF-8 is refused in values and keys and around escapes`(sequence: [UInt8]) {
        for (before, after) in [("\"", "\""), ("{\"", "\":1}"), (#""\n"#, #"\n""#)] {
            let text = Array(before.utf8) + sequence + Array(after.utf8)
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
            #expect(error?.reason == .invalidUTF8)
            #expect(error?.offset == before.utf8.count)
        }
    }

    @Test func `a byte order mark is skipped and reported`() throws {
        let marked = try JSONDocument(parsing: [0xEF, 0xBB, 0xBF] + Array("[1]".utf8))
        #expect(marked.hadByteOrderMark)
        #expect(try !JSONDocument(parsing: Array("[1]".utf8)).hadByteOrderMark)
        #expect(try JSONValue(parsing: [0xEF, 0xBB, 0xBF] + Array("[1]".utf8)) == [1])
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: [0xEF, 0xBB, 0xBF] + Array("x".utf8)) }
        #expect(error?.column == 1)
        #expect(error?.offset == 3)
    }

    @Test func `composed and decomposed keys are two keys`() throws {
        let value = try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
        #expect(value.object?.count == 2)
        #expect(value["\u{E9}"] == 1)
    }

    @Test func `nesting over the limit is refused at its place`() throws {
        let text = String(repeating: "[", count: 1_001) + String(repeating: "]", count: 1_001)
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.reason == .tooDeep(limit: 1_000))
        #expect(error?.offset == 1_000)
        #expect(throws: Never.self) { try JSONValue(parsing: String(text.dropFirst().dropLast())) }
    }

    @Test func `the deepest value that is let in is compared, hashed and released`() throws {
        let depth = JSONLimits.maximumValueDepth
        let text = String(repeating: "{\"a\":[", count: depth / 2) + String(repeating: "]}", count: depth / 2)
        let limits = JSONLimits(depth: JSONLimits.maximumDepth)
        let value = try JSONValue(parsing: text, limits: limits)
        #expect(try value == JSONValue(parsing: text, limits: limits))
        #expect(Set([value, value]).count == 1)
        #expect(value.canonicalString == text)
        #expect(throws: JSONError.self) { try JSONValue(parsing: "[\(text)]", limits: limits) }
    }

    @Test func `a million levels are read without a crash`() throws {
        let depth = 1_000_000
        let text = Array(repeating: UInt8(ascii: "["), count: depth) + Array(repeating: UInt8(ascii: "]"), count: depth)
        let document = try JSONDocument(parsing: text, limits: JSONLimits(depth: depth))
        #expect(document.canonicalText == text)
        #expect(document.depth == depth - 1)
        #expect(JSONPatch.text(from: document, to: document) == Array("[]".utf8))
    }

    @Test(.timeLimit(.minutes(10))) func `a tape grows as far as a dense document needs`() throws {
        for count in Array(0..<120) + [5_000, 300_000] {
            let text = [UInt8](("[" + Array(repeating: "1", count: count).joined(separator: ",") + "]").utf8)
            #expect(try JSONDocument(parsing: text).canonicalText == text)
        }
    }

    @Test func `a text over the byte limit is refused`() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "[1,2]", limits: JSONLimits(bytes: 4)) }
        #expect(error?.reason == .tooLarge(limit: 4))
    }
}
