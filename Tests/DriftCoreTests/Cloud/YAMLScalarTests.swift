import Testing

@testable import DriftCore

@Suite struct YAMLScalarTests {
    /// Read by PyYAML 6 and written by Python's `str`.
    @Test(arguments: [
        ("0042", "34"), ("010", "8"), ("0", "0"), ("-017", "-15"), ("089", nil), ("0o17", nil), ("1_000", "1000"),
        ("0x1F", "31"), ("0b101", "5"), ("+12", "12"), ("12:30", "750"), ("190:20:30", "685230"), ("1:60", nil),
        ("123456789012345678901234567890", "123456789012345678901234567890"), ("1e3", nil), ("1.5e5", nil),
        ("1.5e+5", "150000.0"), ("1.50", "1.5"), (".5", "0.5"), ("1.", "1.0"), ("1.0e-7", "1e-07"),
        ("190:20:30.15", "685230.15"), (".inf", "inf"), ("-.INF", "-inf"), (".nan", "nan"), ("0.0001234", "0.0001234"),
        ("0.00001", "1e-05"), ("100000000000000000.0", "1e+17"), ("1.2E+03", "1200.0"), ("1.2.3", nil), ("-", nil),
        ("+", nil), (".", nil), ("1-2", nil), ("_1", nil), ("0x", nil),
    ])
    func `a plain scalar is a number where YAML 1.1 says so`(text: String, number: String?) {
        let value = YAMLScalar.value(ofPlain: text)
        #expect(value == (number.map { .number($0) } ?? .text(text)))
    }

    @Test(arguments: [
        ("yes", true), ("No", false), ("ON", true), ("off", false), ("true", true), ("FALSE", false),
    ])
    func `words are booleans`(text: String, value: Bool) {
        #expect(YAMLScalar.value(ofPlain: text) == .bool(value))
    }

    @Test(arguments: ["y", "n", "oN", "yEs", "nil", "NULL ", "tru"])
    func `other words are texts`(text: String) {
        #expect(YAMLScalar.value(ofPlain: text) == .text(text))
    }

    @Test(arguments: ["", "~", "null", "Null", "NULL"])
    func `nothing is nothing`(text: String) {
        #expect(YAMLScalar.value(ofPlain: text) == .null)
    }

    @Test(arguments: [
        ("https://{a}.x", "https://1.x"), ("{{a}}", "{a}"), ("{b[c]}", "2"), ("plain", "plain"), ("{a}{a}", "11"),
    ])
    func `braces name settings`(text: String, expanded: String) throws {
        var inner = SettingMap()
        inner["c"] = Setting(value: .text("2"), origin: .standard)
        var settings = SettingMap()
        settings["a"] = Setting(value: .number("1"), origin: .standard)
        settings["b"] = Setting(value: .mapping(inner), origin: .standard)
        #expect(try BraceText(text).expanded(with: settings) == expanded)
    }

    @Test(arguments: ["{", "}", "{a", "a}", "{}", "{x}", "{a!r}", "{a:>3}", "{a.b}", "{b}", "{b[c}", "{b[d]}", "{[c]}"])
    func `braces that name nothing are an error`(text: String) {
        var settings = SettingMap()
        settings["a"] = Setting(value: .text("1"), origin: .standard)
        settings["b"] = Setting(value: .mapping(SettingMap()), origin: .standard)
        #expect(throws: BraceError.self) { try BraceText(text).expanded(with: settings) }
    }

    @Test(.timeLimit(.minutes(10))) func `braces that stand for gigabytes are refused`() {
        var settings = SettingMap()
        let origin = SettingOrigin.variable("A")
        settings["a"] = Setting(value: .text(String(repeating: "x", count: 60_000)), origin: origin)
        let text = String(repeating: "{a}", count: 20_000)
        let error = #expect(throws: BraceError.self) { try BraceText(text).expanded(with: settings) }
        #expect(error?.message == "grows beyond 65536 bytes through its braces")
        #expect((try? BraceText("{a}").expanded(with: settings))?.utf8.count == 60_000)
    }
}
