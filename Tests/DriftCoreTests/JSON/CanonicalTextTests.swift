import DriftJSON
import Testing

@Suite struct CanonicalTextTests {
    @Test(arguments: [
        ("1", "1"), ("1.0", "1"), ("1e0", "1"), ("-0", "0"), ("-0.0e5", "0"), ("10", "10"), ("1e1", "10"),
        ("9007199254740993", "9007199254740993"), ("9007199254740992", "9007199254740992"),
        ("9007199254740991.0", "9007199254740991"), ("9223372036854775807", "9223372036854775807"),
        ("-9223372036854775808", "-9223372036854775808"), ("1e20", "100000000000000000000"),
        ("1e21", "1e+21"), ("123456789012345678901", "123456789012345678901"),
        ("1234567890123456789012", "1.234567890123456789012e+21"), ("0.000001", "0.000001"), ("0.0000001", "1e-7"),
        ("1.5e-7", "1.5e-7"), ("0.00000123", "0.00000123"), ("0.1", "0.1"), ("0.10", "0.1"), ("1.25E+2", "125"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827"),
        ("1e400", "1e+400"), ("-1.5e-400", "-1.5e-400"), ("1e999999999999", "1e+999999999999"),
        ("0e999999999999999999999999", "0"), ("10e99999999999999999999999", "1e+100000000000000000000000"),
        ("0.1e-99999999999999999999999", "1e-100000000000000000000000"),
        ("1e23", "1e+23"), ("333333333.33333329", "333333333.33333329"), ("4.50", "4.5"), ("2e-3", "0.002"),
    ])
    func `a number is written with all its digits in the layout of ECMAScript`(text: String, expected: String) throws {
        #expect(try JSONValue(parsing: text).canonicalString == expected)
    }

    @Test(arguments: [
        (#"{"b":1,"a":2}"#, #"{"a":2,"b":1}"#), (#"{"\u20ac":1,"\r":2,"1":3}"#, "{\"\\r\":2,\"1\":3,\"€\":1}"),
        // U+1F600 is D83D DE00 in UTF-16, before U+FB33.
        ("{\"\u{FB33}\":1,\"\u{1F600}\":2}", "{\"\u{1F600}\":2,\"\u{FB33}\":1}"),
        (#" [ 1 , "\u0041\/\u0008\u001F\u007f" ] "#, "[1,\"A/\\b\\u001f\u{7F}\"]"),
    ])
    func `keys are sorted by UTF-16 and strings escape no more than they must`(text: String, expected: String) throws {
        #expect(try JSONValue(parsing: text).canonicalString == expected)
    }

    @Test func `the order of numbers is that of their values`() throws {
        let texts = [
            "-1e99999999999999999999", "-1e400", "-2", "-1", "-0.5", "-1e-99999999999999999999", "0",
            "1e-99999999999999999999", "1e-400", "0.1", "0.10000000000000000000001", "1", "9007199254740992",
            "9007199254740993", "1e100", "1e99999999999999999998", "1e99999999999999999999",
        ]
        let numbers = try texts.map { try #require(JSONValue(parsing: $0).number) }
        #expect(numbers.shuffled().sorted() == numbers)
        for (a, b) in zip(numbers, numbers.dropFirst()) {
            #expect(a < b)
            #expect(!(b < a))
        }
    }

    /// Around the orders where a number takes another form inside.
    @Test(arguments: [
        ("0.4e1000000000000000000", "4e999999999999999999"), ("10e999999999999999999", "1e1000000000000000000"),
        ("0.01e-999999999999999999", "1e-1000000000000000001"), ("12e4503599627370495", "1.2e4503599627370496"),
        ("0.5e4503599627370496", "5e4503599627370495"), ("100e-1000000000000000001", "1e-999999999999999999"),
        ("0.0e1000000000000000000", "0"), ("-0e-99999999999999999999", "0"),
    ])
    func `one value has one form, however its exponent was written`(one: String, other: String) throws {
        let (a, b) = try (JSONValue(parsing: one), JSONValue(parsing: other))
        #expect(a == b)
        #expect(a.hashValue == b.hashValue)
        #expect(a.canonicalString == b.canonicalString)
        #expect(try JSONValue(parsing: a.canonicalString) == a)
    }

    @Test(arguments: [
        1 << 52, 999_999_999_999_999_999, 1_000_000_000_000_000_000, 1 << 62, Int.max, -(1 << 52), Int.min,
    ])
    func `a number that was made equals the one that is read`(exponent: Int) throws {
        let number = JSONNumber(isNegative: true, digits: [0, 1, 2, 0], exponent: exponent)
        #expect(try JSONValue(parsing: number.canonicalString).number == number)
    }

    @Test func `Int goes in and out of a number`() {
        for value in [0, 1, -1, 10, 1_200, 999_999_999_999_999_999, 1_000_000_000_000_000_000, Int.max, Int.min] {
            #expect(JSONNumber(value).int == value)
            #expect(JSONNumber(value).canonicalString == String(value))
        }
        #expect(JSONNumber(isNegative: false, digits: [9, 2, 2, 3], exponent: 16).int == nil)
        #expect(JSONNumber(isNegative: false, digits: [1, 5], exponent: -1).int == nil)
        #expect(JSONNumber(isNegative: true, digits: [0, 1, 2, 0], exponent: 1) == JSONNumber(-1_200))
    }
}
