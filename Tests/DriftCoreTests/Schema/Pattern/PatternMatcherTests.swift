import Testing

@testable import DriftSchema

@Suite struct PatternMatcherTests {
    private func answer(_ pattern: String, _ text: String) throws -> PatternMatcher.Answer {
        PatternMatcher(try Pattern(pattern)).answer(text)
    }

    @Test(arguments: [
        ("", "", true), ("a", "bab", true), ("^a", "ba", false), ("a$", "ab", false), ("^a$", "a\n", false),
        ("^.$", "\n", false), ("^.$", "\u{2028}", false), ("^.$", "🐲", true), ("^[^a]$", "\n", true),
        ("^a|b$", "ax", true), ("^(a|b)$", "ax", false), ("^(?:ab)*$", "abab", true), ("^(?:ab)*$", "aba", false),
        ("^a{2,3}$", "aa", true), ("^a{2,3}$", "aaaa", false), ("^a{0}$", "", true), ("^(a{2}){2}$", "aaaa", true),
        ("^a*?b$", "aab", true), ("\\bfoo\\b", "a foo b", true), ("\\bfoo\\b", "afoo", false), ("\\Boo", "foo", true),
        ("^\\d+$", "٣", false), ("^\\w$", "é", false), ("^\\s$", "\u{FEFF}", true), ("^\\u{1F432}*$", "🐲🐲", true),
        ("^(?=.*\\d)(?=.*[a-z]).{4,}$", "ab1c", true), ("^(?=.*\\d)(?=.*[a-z]).{4,}$", "abcd", false),
        ("^(?!foo)", "foobar", false), ("^(?!foo)", "bar", true), ("(?<=\\$)\\d+", "cost $42", true),
        ("(?<!\\$)\\b\\d+", "cost $42", false), ("(?<=^a+)b", "aab", true), ("(?<=(?<!x)a)b", "xab", false),
        ("(?<=(?<!x)a)b", "yab", true), ("a(?=b(?=c))", "abc", true), ("a(?=b(?=c))", "abd", false),
        ("^(a+)b\\1$", "aabaa", true), ("^(a+)b\\1$", "aaba", false), ("^(a)?\\1$", "", true),
        ("^(?<x>.)\\k<x>$", "éé", true), ("^(?:(a)|b)*\\1$", "ab", true), ("^(?:(a)|b)*\\1$", "aba", false),
        ("(?<=(.)\\1)x", "ax", true), ("(?<=\\1(.))x", "aax", true), ("^(?=(a+))\\1b$", "aab", true),
        ("^(?!(a)b)\\1c", "c", true), ("^(a*)*\\1$", "aa", true),
        ("^(?:a?){30}a{30}$", String(repeating: "a", count: 30), true),
        ("^\\p{Script=Greek}+$", "αβγ", true), ("^\\p{sc=Cyrl}$", "a", false), ("^\\p{Lu}$", "É", true),
        ("[]", "a", false), ("[^]", "", false), ("^$", "", true),
    ])
    func `a pattern matches as ECMA-262 says`(pattern: String, text: String, matches: Bool) throws {
        #expect(try answer(pattern, text) == (matches ? .matches : .differs))
    }

    @Test(arguments: ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "(x+x+)+y", "^(.*a){12}$", "^(([a-z])+.)+[A-Z]([a-z])+$"])
    func `what makes backtracking exponential is decided`(pattern: String) throws {
        #expect(try answer(pattern, String(repeating: "a", count: 5_000) + "!") == .differs)
    }

    @Test func `what cannot be decided within the budget is said`() throws {
        #expect(try answer("^(a+)+\\1$", String(repeating: "a", count: 60) + "b") == .exhausted)
        #expect(try answer("^(a{1000}){1000}$", "a") == .exhausted)
        #expect(try answer("^.{1,65535}$", "abc") == .matches)
    }

    /// The three ways to match must agree wherever each can be used.
    @Test func `automaton, simulation and backtracking agree on random patterns`() throws {
        var random = Randomness(seed: 7)
        var failures: [String] = []
        var compared = 0
        for _ in 0..<1_500 {
            let source = Self.pattern(&random, depth: 3)
            guard let pattern = try? Pattern(source), !pattern.hasBackReferences,
                let forward = CompiledPattern(pattern, backtracks: false),
                let back = CompiledPattern(pattern, backtracks: true)
            else { continue }
            let automaton = PatternAutomaton(forward)
            for _ in 0..<4 {
                let text = (0..<random.below(7)).map { _ in random.one(of: ["a", "b", " ", "é"]) }.joined()
                let values = text.unicodeScalars.map(\.value)
                var simulation = PatternSimulation(forward, text: values, budget: 1_000_000)
                var search = PatternBacktracking(back, text: values, budget: 1_000_000)
                let first = simulation.answer()
                let second = search.answer()
                compared += 1
                if first != second && second != .exhausted {
                    failures.append("\(source) on '\(text)': \(first), \(second)")
                }
                if let automaton, automaton.matches(text) != (first == .matches) {
                    failures.append("\(source) on '\(text)': automaton")
                }
            }
        }
        #expect(failures == [])
        #expect(compared > 4_000)
    }

    private static func pattern(_ random: inout Randomness, depth: Int) -> String {
        let atoms = ["a", "b", ".", "\\w", "\\W", "[ab]", "[^a]", "^", "$", "\\b", "\\B", "é", ""]
        guard depth > 0 else { return random.one(of: atoms) }
        let inner = pattern(&random, depth: depth - 1)
        switch random.below(8) {
        case 0, 1: return inner + pattern(&random, depth: depth - 1)
        case 2: return "(?:\(inner)|\(pattern(&random, depth: depth - 1)))"
        case 3: return "(?:\(inner))" + random.one(of: ["*", "+", "?", "{2}", "{0,2}", "{1,}", "*?", "+?"])
        case 4: return random.one(of: ["(?=", "(?!", "(?<=", "(?<!"]) + inner + ")"
        case 5: return "(\(inner))"
        default: return random.one(of: atoms)
        }
    }
}
