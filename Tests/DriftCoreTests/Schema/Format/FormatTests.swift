import Testing

@testable import DriftSchema

@Suite struct FormatTests {
    /// The samples of RFC 3492, 7.1 that are short.
    @Test(arguments: [
        ("bücher", "bcher-kva"), ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
        ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
        ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"), ("a", "a-"),
    ])
    func `punycode goes both ways`(unicode: String, ascii: String) {
        let decoded = unicode.unicodeScalars.map(\.value)
        let encoded = ascii.unicodeScalars.map(\.value)
        #expect(Punycode.encode(decoded) == encoded)
        #expect(Punycode.decode(encoded) == decoded)
    }

    @Test func `punycode that leads nowhere is refused`() {
        for text in ["99999999999", "é", "a-é", "a_", "zzzzzzzzzzzzzzzzzzzzzzzzz"] {
            #expect(Punycode.decode(text.unicodeScalars.map(\.value)) == nil)
        }
    }

    @Test(arguments: [
        ("uuid", Dialect.draft201909, true), ("uuid", .draft7, false), ("host-name", .draft3, true),
        ("host-name", .draft4, false), ("nonsense", .draft202012, false),
    ])
    func `a format counts in the dialects that define it`(name: String, dialect: Dialect, exists: Bool) {
        #expect((Format.check(name, in: dialect) != nil) == exists)
    }

    @Test func `a format refuses only when it is asserted`() {
        let schema: JSONValue = ["format": "ipv4"]
        #expect(Validator(schema: schema, dialect: .draft7).isValid("x") == true)
        let validator = Validator(schema: schema, dialect: .draft7, assertsFormats: true)
        #expect(validator.isValid("127.0.0.1") == true)
        #expect(validator.isValid(1) == true)
        guard case .invalid(let violations) = validator.validate("x") else {
            Issue.record("should be invalid")
            return
        }
        #expect(violations.map(\.sentence) == [#""x" is not of the format 'ipv4'"#])
    }
}
