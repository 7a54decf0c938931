import DriftJSON
import Testing

@Suite struct IgnoreRulesTests {
    private static let document: JSONValue = [
        "generated_at": "2026-11-22", "a*b": 1, "a/b": 2, "~": 3,
        "properties": [
            "id": ["type": "string", "description": "the id", "generated_at": 1],
            "size": ["type": "integer", "description": "the size"],
        ],
        "list": [["x": 1, "y": 1], ["x": 2, "y": 2], 3],
    ]

    @Test(arguments: [
        ("/generated_at", ["/generated_at"]),
        ("/properties/*/description", ["/properties/id/description", "/properties/size/description"]),
        ("/**/generated_at", ["/generated_at", "/properties/id/generated_at"]),
        ("/properties/**/type", ["/properties/id/type", "/properties/size/type"]),
        ("/properties/**", ["/properties"]),
        ("/list/1", ["/list/1"]),
        ("/list/*/x", ["/list/0/x", "/list/1/x"]),
        ("/a~2b", ["/a*b"]),
        ("/a~1b", ["/a~1b"]),
        ("/~0", ["/~0"]),
        ("/properties/*/*/deeper", []),
        ("/absent", []),
        ("/", []),
    ])
    func `a pattern takes just what it names out of the view`(pattern: String, removed: [String]) throws {
        let rules = try IgnoreRules.parse([pattern])
        var expected = Self.document
        for pointer in removed { expected = Self.removing(try Pointer(pointer), from: expected) }
        #expect(rules.view(of: Self.document) == expected)
        for pointer in removed { #expect(rules.ignores(try Pointer(pointer)), "\(pointer)") }
        #expect(!rules.ignores(try Pointer("/properties/id")) || removed == ["/properties"])
        #expect(!rules.ignores(.root))
    }

    @Test func `what is below an ignored part is ignored, what is above is not`() throws {
        let rules = try IgnoreRules.parse(["/properties/id"])
        #expect(rules.ignores(try Pointer("/properties/id/type")))
        #expect(!rules.ignores(try Pointer("/properties")))
        #expect(!rules.ignores(try Pointer("/properties/ident")))
    }

    @Test func `elements move up when one before them is ignored`() throws {
        let rules = try IgnoreRules.parse(["/0", "/2"])
        #expect(rules.view(of: ["a", "b", "c", "d"]) == ["b", "d"])
    }

    @Test func `without a rule the view is the document`() {
        #expect(IgnoreRules.none.view(of: Self.document) == Self.document)
        #expect(IgnoreRules.none.isEmpty)
    }

    @Test(arguments: [
        (
            "generated_at", PointerPatternError.noLeadingSlash("generated_at"),
            "'generated_at' is no pointer pattern: it must start with '/', such as /generated_at or /**/description"
        ),
        (
            "/a~b", .badEscape("/a~b"),
            "'/a~b' is no pointer pattern: '~' must be written '~0', and inside a name '/' as '~1' and '*' as '~2'"
        ),
        (
            "/a~", .badEscape("/a~"),
            "'/a~' is no pointer pattern: '~' must be written '~0', and inside a name '/' as '~1' and '*' as '~2'"
        ),
        (
            "/os_*", .strayAsterisk("/os_*"),
            "'/os_*' is no pointer pattern: '*' and '**' stand for whole names; an asterisk inside a name is '~2'"
        ),
        (
            "/***", .strayAsterisk("/***"),
            "'/***' is no pointer pattern: '*' and '**' stand for whole names; an asterisk inside a name is '~2'"
        ),
        (
            "", .ignoresEverything(""),
            "the pattern '' would ignore the whole document; name the parts that may change, such as /generated_at"
        ),
        (
            "/**/**", .ignoresEverything("/**/**"),
            "the pattern '/**/**' would ignore the whole document; name the parts that may change, such as /generated_at"
        ),
    ])
    func `a malformed pattern is refused with what to do`(text: String, error: PointerPatternError, message: String) {
        #expect(throws: error) { try IgnoreRule(pointer: text) }
        #expect(error.description == message)
    }

    @Test func `the digest depends on the set of patterns alone and stays the same in later versions`() throws {
        let rules = IgnoreRules([
            try IgnoreRule(pointer: "/b", reason: "noise"), try IgnoreRule(pointer: "/**/a"),
            try IgnoreRule(pointer: "/b"),
        ])
        #expect(rules.rulesDigest == (try IgnoreRules.parse(["/**/a", "/b"])).rulesDigest)
        #expect(rules.rulesDigest != (try IgnoreRules.parse(["/**/a"])).rulesDigest)
        #expect((try IgnoreRules.parse(["/a", "/b"])).rulesDigest != (try IgnoreRules.parse(["/a\n2 /b"])).rulesDigest)
        #expect(
            rules.rulesDigest.hex == "d9207d1dd9baade7ae5906199e2a3bd5013f66e990c8464e70178268f9179757")
        #expect(
            IgnoreRules.none.rulesDigest.hex == "cd0d074bca89171fd3abaf72a66777a126c23077d9903afc8d27ad406c64b067")
    }

    @Test func `many stars in a row end at once`() throws {
        let pattern = try PointerPattern(String(repeating: "/**/a", count: 40))
        let pointer = Pointer(tokens: Array(repeating: "a", count: 400))
        #expect(pattern.matches(pointer))
        #expect(!pattern.matches(pointer / "b"))
    }

    @Test(arguments: ["", "/a/*/b", "/**/a~2b~0~1", "/", "//"])
    func `a pattern prints as it is written`(text: String) throws {
        #expect(try PointerPattern(text).description == text)
    }

    @Test func `an exact pattern matches its pointer alone, asterisks included`() throws {
        let pointer = try Pointer("/a*/**/b~1c")
        let pattern = PointerPattern(exactly: pointer)
        #expect(pattern.description == "/a~2/~2~2/b~1c")
        #expect(pattern.matches(pointer))
        #expect(!pattern.matches(try Pointer("/ax/b~1c")))
    }

    /// A second, naive way to take one place out.
    private static func removing(_ pointer: Pointer, from value: JSONValue) -> JSONValue {
        guard let first = pointer.tokens.first else { return value }
        let rest = Pointer(tokens: Array(pointer.tokens.dropFirst()))
        switch value {
        case .object(var object):
            object[first] = rest.tokens.isEmpty ? nil : object[first].map { removing(rest, from: $0) }
            return .object(object)
        case .array(var elements):
            guard let index = first.arrayIndex else { return value }
            if rest.tokens.isEmpty {
                elements.remove(at: index)
            } else {
                elements[index] = removing(rest, from: elements[index])
            }
            return .array(elements)
        default: return value
        }
    }
}
