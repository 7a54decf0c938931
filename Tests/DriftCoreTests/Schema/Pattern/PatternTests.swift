import Testing

@testable import DriftSchema

@Suite struct PatternTests {
    typealias Node = Pattern.Node

    private static func one(_ scalar: Unicode.Scalar) -> Node { .set(CodePointSet(scalar.value)) }

    @Test(
        arguments: [
            ("", .empty),
            ("a", one("a")),
            ("ab", .sequence([one("a"), one("b")])),
            ("a|", .alternation([one("a"), .empty])),
            ("^a$", .sequence([.start, one("a"), .end])),
            ("^a|b$", .alternation([.sequence([.start, one("a")]), .sequence([one("b"), .end])])),
            ("(a)", one("a")),
            ("(?:ab)*", .repetition(.sequence([one("a"), one("b")]), min: 0, max: nil, isLazy: false)),
            ("a+?", .repetition(one("a"), min: 1, max: nil, isLazy: true)),
            ("a?", .repetition(one("a"), min: 0, max: 1, isLazy: false)),
            ("a{2}", .repetition(one("a"), min: 2, max: 2, isLazy: false)),
            ("a{2,}", .repetition(one("a"), min: 2, max: nil, isLazy: false)),
            ("a{2,5}?", .repetition(one("a"), min: 2, max: 5, isLazy: true)),
            (
                "a{99999999999999999999}",
                .repetition(one("a"), min: Node.largestCount, max: Node.largestCount, isLazy: false)
            ),
            ("(a)\\1", .sequence([.capture(1, one("a")), .backReference(1)])),
            ("(a)(b)\\2", .sequence([one("a"), .capture(2, one("b")), .backReference(2)])),
            ("\\k<x>(?<x>a)", .sequence([.backReference(1), .capture(1, one("a"))])),
            ("\\b\\B", .sequence([.wordBoundary(isNegated: false), .wordBoundary(isNegated: true)])),
            ("(?=a)", .look(one("a"), isAhead: true, isNegated: false)),
            ("(?<!a)", .look(one("a"), isAhead: false, isNegated: true)),
            ("(?!a)?", .repetition(.look(one("a"), isAhead: true, isNegated: true), min: 0, max: 1, isLazy: false)),
            ("{", one("{")), ("a{x}", .sequence([one("a"), one("{"), one("x"), one("}")])), ("]", one("]")),
        ] as [(String, Node)])
    func `a pattern becomes its tree`(source: String, expected: Node) throws {
        #expect(try Pattern(source).root == expected)
    }

    @Test(
        arguments: [
            (".", CodePointSet.dot.ranges), ("\\d", [0x30...0x39]), ("[\\d]", [0x30...0x39]),
            ("[^\\W_]", [0x30...0x39, 0x41...0x5A, 0x61...0x7A]),
            ("[a-c-e]", [0x2D...0x2D, 0x61...0x63, 0x65...0x65]), ("[-a]", [0x2D...0x2D, 0x61...0x61]),
            ("[a-]", [0x2D...0x2D, 0x61...0x61]),
            ("[\\w-.]", CodePointSet.word.union(CodePointSet([0x2D...0x2E])).ranges),
            ("[\\]\\\\]", [0x5C...0x5D]), ("[]", []), ("[^]", CodePointSet.all.ranges), ("[\\b]", [8...8]),
            ("\\t", [9...9]), ("\\cJ", [10...10]), ("\\x41", [0x41...0x41]), ("\\u00e9", [0xE9...0xE9]),
            ("\\u{1F409}", [0x1F409...0x1F409]), ("\\uD83D\\uDC32", [0x1F432...0x1F432]), ("\\uD83D", []),
            ("🐲", [0x1F432...0x1F432]), ("\\-", [0x2D...0x2D]), ("\\/", [0x2F...0x2F]), ("\\@", [0x40...0x40]),
            ("\\0", [0...0]), ("[\\u0061-\\x63]", [0x61...0x63]),
            ("\\p{ASCII_Hex_Digit}", [0x30...0x39, 0x41...0x46, 0x61...0x66]), ("\\p{Zl}", [0x2028...0x2028]),
            ("\\p{gc=Line_Separator}", [0x2028...0x2028]), ("[\\p{Zl}\\p{Zp}]", [0x2028...0x2029]),
            ("\\P{Any}", []), ("\\p{Cc}", [0...0x1F, 0x7F...0x9F]),
        ] as [(String, [ClosedRange<UInt32>])])
    func `a class becomes its code points`(source: String, expected: [ClosedRange<UInt32>]) throws {
        #expect(try Pattern(source).root == .set(CodePointSet(expected)))
    }

    @Test(arguments: [
        ("(", "'(' without ')' at character 1 of the pattern"), (")", "')' without '(' at character 1 of the pattern"),
        ("a[b", "'[' without ']' at character 2 of the pattern"),
        ("*a", "a quantifier with nothing to repeat at character 1 of the pattern"),
        ("a**", "a quantifier with nothing to repeat at character 3 of the pattern"),
        ("{1}", "a quantifier with nothing to repeat at character 1 of the pattern"),
        ("^*", "a quantifier after an assertion at character 1 of the pattern"),
        ("a{3,2}", "the bounds of a quantifier are out of order at character 2 of the pattern"),
        ("[b-a]", "a range out of order at character 2 of the pattern"),
        ("\\A", "an escape that ECMA-262 does not have at character 1 of the pattern"),
        ("x\\Z", "an escape that ECMA-262 does not have at character 2 of the pattern"),
        ("\\", "'\\' with nothing after it at character 1 of the pattern"),
        ("\\1", "a reference to a group that the pattern does not have at character 2 of the pattern"),
        ("(?i)a", "a group that ECMA-262 does not have at character 1 of the pattern"),
        ("(?P<x>a)", "a group that ECMA-262 does not have at character 1 of the pattern"),
        ("\\u12", "'\\u' without four hexadecimal digits at character 1 of the pattern"),
        ("\\u{110000}", "'\\u{' without a code point at character 1 of the pattern"),
        ("\\p{Script=Klingon}", "the property 'Script=Klingon' at character 1 of the pattern is not supported"),
        ("\\k<x>", "a reference to no group at character 3 of the pattern"),
        (String(repeating: "(", count: 5000), "the pattern nests groups more than 200 deep"),
    ])
    func `what is no pattern is refused with its place`(source: String, message: String) {
        let error = #expect(throws: PatternError.self) { try Pattern(source) }
        #expect(error?.description == message)
    }

    @Test func `what makes a language irregular or needs care is flagged`() throws {
        #expect(try Pattern("(a)\\1").hasBackReferences)
        #expect(try !Pattern("(a)").hasBackReferences)
        #expect(try Pattern("a(?!b)").hasLookAround)
        #expect(try !Pattern("a(?:b)").hasLookAround)
    }

    @Test func `general categories partition the scalar values`() throws {
        let majors = try ["L", "M", "N", "P", "S", "Z", "C"].map { name in
            guard case .set(let set) = try Pattern("\\p{\(name)}").root else { return CodePointSet.none }
            return set
        }
        #expect(majors.reduce(0) { $0 + $1.count } == CodePointSet.all.count)
        #expect(majors.reduce(CodePointSet.none) { $0.union($1) } == .all)
    }
}
