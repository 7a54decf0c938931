import Testing

@testable import DriftSchema

@Suite struct PatternLanguageTests {
    private func automaton(_ source: String) throws -> Automaton {
        var language = PatternLanguage(budget: Budget(limit: 10_000_000))
        return try language.automaton(of: try Pattern(source))
    }

    /// All words over a few characters that the patterns below tell apart, up to a length.
    private static let words: [String] = {
        var words = [""]
        var layer = [""]
        for _ in 0..<4 {
            layer = layer.flatMap { word in ["a", "b", "-", "1", "\n", "é"].map { word + $0 } }
            words += layer
        }
        return words
    }()

    @Test(arguments: [
        "", "a", "^a", "a$", "^a$", "^a|b$", "^(a|b)$", "^(ab?)+$", "a{2,3}", "^a{2,3}$", "^[^a]*$", ".", "^.+$",
        "^\\S+$",
        "\\ba", "a\\b", "^\\B", "\\d\\b", "^(?=a)", "^(?!a)", "(?=.*b)a", "^(?=.*a)(?=.*b).*$", "^(?:(?!ab).)*$",
        "(?<=a)b",
        "(?<!a)b", "^(?!.*1$)[a1]+$", "(a*)*b", "^(?:a|ab)(?:b|$)", "a(?!b)(?!1)", "^$", "$^", "[]", "[^]", "(?=a|$)$",
        "^(?=(?!b)a)..", "\\w-\\w", "^\\w{1,2}-?\\d*$",
    ])
    func `an automaton and the matcher agree on every short word`(source: String) throws {
        let automaton = try automaton(source)
        let matcher = PatternMatcher(try Pattern(source))
        let differ = Self.words.filter { automaton.accepts($0) != (matcher.answer($0) == .matches) }
        #expect(differ == [])
    }

    @Test(arguments: [
        ("^a*$", "^(aa)*$|^a(aa)*$"), ("^(a|b)*$", "^(a*b*)*$"), ("^.{2,}$", "^..+$"), ("a|ab", "a"),
        ("^a|^b", "^[ab]"),
    ])
    func `one language has one automaton`(first: String, second: String) throws {
        #expect(try automaton(first) == automaton(second))
    }

    @Test func `intersection and complement are those of the languages`() throws {
        let budget = Budget(limit: 1_000_000)
        let first = try automaton("^a")
        let second = try automaton("b$")
        let both = try Automaton.intersection([(first, true), (second, false)], budget: budget)
        let differ = Self.words.filter { both.accepts($0) != ($0.hasPrefix("a") && !$0.hasSuffix("b")) }
        #expect(differ == [])
    }

    @Test(arguments: [
        ("^a{3}$", 0...10, 2, ["aaa"]), ("^[ab]$", 0...10, 5, ["a", "b"]), ("^x*$", 2...3, 5, ["xx", "xxx"]),
        ("^x*$", 5...4_000, 1, ["xxxxx"]), ("^(ab)*$", 3...3, 1, []), ("^$", 1...100, 1, []), ("", 0...0, 3, [""]),
    ])
    func `words come shortest first until there are no more`(
        source: String, lengths: ClosedRange<Int>, limit: Int, expected: [String]
    ) throws {
        var words = Words(try automaton(source), budget: Budget(limit: 1_000_000))
        #expect(try words.first(limit, lengths: lengths, avoiding: []).map(\.text) == expected)
    }

    @Test func `excluded words are passed over, however many they are`() throws {
        var words = Words(try automaton("^[a-z]{1,2}$"), budget: Budget(limit: 1_000_000))
        let letters = (0x61...0x7A).compactMap(Unicode.Scalar.init).map { JSONString(String($0)) }
        #expect(try words.first(1, lengths: 0...9, avoiding: Set(letters)).map(\.text) == ["aa"])
        let pairs = letters.flatMap { first in letters.map { JSONString(first.text + $0.text) } }
        #expect(try words.first(1, lengths: 0...9, avoiding: Set(letters + pairs)) == [])
    }

    @Test(arguments: [(#"^(a+)b\1$"#, "^a+ba+$", true), (#"^(a)?b\1$"#, "^a?ba?$", true), (#"(?!(a)\1)b"#, "", false)])
    func `back-references are widened to their group`(source: String, wider: String, isPossible: Bool) throws {
        var language = PatternLanguage(budget: Budget(limit: 1_000_000))
        #expect(throws: PatternLanguage.Failure.notRegular) { try language.automaton(of: try Pattern(source)) }
        guard isPossible else {
            #expect(throws: PatternLanguage.Failure.notRegular) { try WiderPattern.node(for: try Pattern(source)) }
            return
        }
        #expect(try language.automaton(of: try WiderPattern.node(for: try Pattern(source))) == automaton(wider))
    }
}
