import Testing

@testable import DriftSchema

@Suite struct PairStreamTests {
    @Test(arguments: [
        (
            #"{"id":"x","draft":"4","old":{"type":"string"},"new":{"type":["string","null"]}}"#,
            #"{"backward":true,"forward":false,"id":"x","witness_forward":[null]}"#
        ),
        // The draft wins over `$schema`: in draft 4 there is no `const`.
        (
            #"{"id":1,"draft":"4","old":{"$schema":"http://json-schema.org/draft-07/schema#","const":1,"type":"null"},"new":{"type":"null"}}"#,
            #"{"backward":true,"forward":true,"id":1}"#
        ),
        (#"{"id":"y","old":{"type":"String"},"new":{}}"#, #"{"backward":true,"forward":null,"id":"y"}"#),
        (#"{"id":"z","draft":"7","old":{}}"#, #"{"backward":null,"forward":null,"id":"z"}"#),
        ("not JSON", #"{"backward":null,"forward":null}"#),
        ("[]", #"{"backward":null,"forward":null}"#),
    ])
    func `each line gets its answer`(line: String, expected: String) throws {
        #expect(PairStream.answer(Array(line.utf8)).map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test func `an empty line gets none`() {
        #expect(PairStream.answer([]) == nil)
        #expect(PairStream.answer([0x20, 0x0D]) == nil)
    }
}
