import DriftCore
import Testing

@Suite struct RetryAfterTests {
    /// 1994-11-06T08:49:37Z, the instant of RFC 9110's examples.
    private let example = Timestamp(milliseconds: 784_111_777_000)

    @Test(arguments: [
        ("0", 0), ("120", 120), (" 120\t", 120), ("99999999999999999999", 2_592_000), ("5000000", 2_592_000),
        ("Sun, 06 Nov 1994 08:50:37 GMT", 60), ("Sunday, 06-Nov-94 08:50:37 GMT", 60),
        ("Sun Nov  6 08:50:37 1994", 60), ("Sun, 06 Nov 1994 08:49:36 GMT", 0),
        ("Wed, 01 Jan 2098 00:00:00 GMT", 2_592_000), ("7200.5", 7201), ("1.0", 1), ("0.001", 1), ("1.000", 1),
        ("99999999999999999999.9", 2_592_000), ("2592000.1", 2_592_000), (" 1.5 ", 2),
    ])
    func `seconds and dates are read, within bounds`(text: String, seconds: Int) {
        #expect(RetryAfter(text, now: example)?.delay == .seconds(seconds))
    }

    @Test(arguments: [
        "", " ", "soon", "-1", "1.", ".5", "1.5.1", "1,5", "1e3", "-1.5", "٣.٣", "12 s",
        "Sun, 31 Feb 1994 08:50:37 GMT", "Sun, 06 Nov 1994 08:50:37 CET",
        "Sun, 06 Nov 1994 25:50:37 GMT", "1994-11-06T08:50:37Z", "Sun, 06 Foo 1994 08:50:37 GMT",
        "Sun, 06 Nov 199 08:50:37 GMT", "٣",
    ])
    func `anything else is none of them`(text: String) {
        #expect(RetryAfter(text, now: example) == nil)
    }
}
