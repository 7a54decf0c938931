import Testing

@testable import DriftSchema

/// Pairs of schemas made to take long or to nest deeply: towers, lists, cycles, numbers and patterns beyond reason.
enum HostilePairs {
    struct Pair: Sendable, CustomTestStringConvertible {
        let name: String
        let old: JSONValue
        let new: JSONValue
        var dialect = Dialect.draft202012
        var testDescription: String { name }
    }

    static let all = towers + lists + bounds + references + nests(depths: [100, 290, 450, 900]) + puzzles

    private static let string: JSONValue = ["type": "string"]
    private static let integer: JSONValue = ["type": "integer"]

    private static func key(_ prefix: String, _ number: Int) -> JSONString { JSONString("\(prefix)\(number)") }
    private static func object(_ members: [(JSONString, JSONValue)]) -> JSONValue { .object(JSONObject(members)) }
    static func json(_ text: String) -> JSONValue { (try? JSONValue(parsing: text)) ?? .null }

    // MARK: Combinators

    /// An object told from its neighbours by the value of `k`.
    private static func told(_ number: Int, _ type: JSONValue = string) -> JSONValue {
        [
            "type": "object", "required": ["k"],
            "properties": object([("k", ["const": JSONValue("v\(number)")]), (key("p", number), type)]),
        ]
    }

    /// An object that may be two at once.
    private static func untold(_ number: Int, _ type: JSONValue = string) -> JSONValue {
        [
            "type": "object", "required": [.string(key("p", number))],
            "properties": object([(key("p", number), type)]),
        ]
    }

    private static var towers: [Pair] {
        var pairs: [Pair] = []
        for keyword in ["oneOf", "anyOf", "allOf"] {
            for branch in [(name: "told apart", make: told), (name: "overlapping", make: untold)] {
                for count in [20, 100, 300] {
                    let old = (0..<count).map { branch.make($0, string) }
                    let new = (0..<count).map { branch.make($0, $0 == count / 2 ? integer : string) }
                    pairs.append(
                        Pair(
                            name: "\(keyword) of \(count) objects, \(branch.name)",
                            old: .object([JSONString(keyword): .array(old)]),
                            new: .object([JSONString(keyword): .array(new)])))
                }
            }
        }
        let ranges = { (width: Int) -> JSONValue in
            .object([
                "oneOf": .array(
                    (0..<1_000).map { ["minimum": JSONValue($0 * 10), "maximum": JSONValue($0 * 10 + width)] })
            ])
        }
        pairs.append(Pair(name: "oneOf of 1,000 ranges", old: ranges(11), new: ranges(10)))
        return pairs
    }

    // MARK: Long lists

    private static var lists: [Pair] {
        func enumeration(_ range: Range<Int>, _ make: (Int) -> JSONValue) -> JSONValue {
            ["enum": .array(range.map(make))]
        }
        func properties(_ count: Int, _ type: JSONValue) -> JSONValue {
            ["type": "object", "properties": object((0..<count).map { (key("p", $0), type) })]
        }
        func chain(_ step: Int) -> JSONValue {
            ["dependentRequired": object((0..<2_000).map { (key("p", $0), [.string(key("p", $0 + step))]) })]
        }
        func overlapping(_ type: JSONValue) -> JSONValue {
            let letters = Array("abcdefghijklmnopqrstuvwxyz").map(String.init)
            return [
                "minProperties": 5,
                "patternProperties": object(
                    (0..<50).map { (JSONString("\(letters[$0 % 26]).*\(letters[$0 * 7 % 26])"), type) }),
            ]
        }
        func branches(_ count: Int) -> JSONValue {
            ["anyOf": .array((0..<count).map { ["const": JSONValue("s\($0)")] })]
        }
        return [
            Pair(
                name: "enum of 10,000 strings", old: enumeration(0..<10_000) { JSONValue("s\($0)") },
                new: enumeration(1..<10_001) { JSONValue("s\($0)") }),
            Pair(
                name: "enum of 10,000 objects", old: enumeration(0..<10_000) { ["a": JSONValue($0)] },
                new: enumeration(0..<10_001) { ["a": JSONValue($0)] }),
            Pair(
                name: "enum of 2,000 changed objects",
                old: enumeration(0..<2_000) { ["a": ["b": [JSONValue($0), ["d": JSONValue($0)]]]] },
                new: enumeration(0..<2_000) { ["a": ["b": [JSONValue($0), ["d": JSONValue($0 + 1)]]]] }),
            Pair(name: "10,000 constants", old: branches(10_000), new: enumeration(0..<9_999) { JSONValue("s\($0)") }),
            Pair(
                name: "oneOf of 2,000 constants",
                old: ["oneOf": .array((0..<2_000).map { ["const": JSONValue($0)] })],
                new: enumeration(0..<2_000) { JSONValue($0) }),
            Pair(
                name: "a constant of 10,000 members", old: ["const": object((0..<10_000).map { (key("a", $0), 1) })],
                new: ["const": object((0..<10_000).map { (key("a", $0), 2) })]),
            Pair(
                name: "10,000 changed properties", old: properties(10_000, string), new: properties(10_000, integer)),
            Pair(
                name: "10,000 widened properties", old: properties(10_000, string),
                new: properties(10_000, ["type": ["string", "null"]])),
            Pair(
                name: "10,000 required names",
                old: ["type": "object", "required": .array((0..<10_000).map { .string(key("p", $0)) })],
                new: ["type": "object", "required": .array((0..<10_001).map { .string(key("p", $0)) })]),
            Pair(name: "2,000 dependencies in a chain", old: chain(1), new: chain(2)),
            Pair(
                name: "50 overlapping patterns of names", old: overlapping(["type": ["string", "null"]]),
                new: overlapping(string)),
            Pair(
                name: "10,000 places", old: ["prefixItems": .array(Array(repeating: string, count: 10_000))],
                new: ["prefixItems": .array(Array(repeating: string, count: 9_999) + [integer])]),
        ]
    }

    // MARK: Numbers and patterns

    private static var bounds: [Pair] {
        var pairs: [Pair] = []
        for keyword in ["maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"] {
            for value in ["19999", "2147483648", "1e18", "1e999999999"] {
                pairs.append(
                    Pair(
                        name: "\(keyword) \(value)", old: json(#"{"\#(keyword)":\#(value)}"#),
                        new: json(#"{"\#(keyword)":\#(value == "19999" ? "20000" : "7")}"#)))
            }
        }
        for (old, new) in [
            (#"{"multipleOf":1e999999999}"#, #"{"multipleOf":1e-999999999}"#),
            (#"{"minimum":1e-999999999999999999999999}"#, #"{"minimum":0}"#),
            (#"{"type":"integer","maximum":1e999999999}"#, #"{"exclusiveMaximum":1e999999999}"#),
            (
                #"{"type":"integer","multipleOf":\#(String(repeating: "3", count: 1_900))}"#,
                #"{"multipleOf":\#(String(repeating: "7", count: 1_900))}"#
            ),
            (
                #"{"enum":[\#(String(repeating: "3", count: 200_000))]}"#,
                #"{"type":"string","multipleOf":\#(String(repeating: "7", count: 100_000))}"#
            ),
            (#"{"minItems":600,"uniqueItems":true}"#, #"{"minItems":601}"#),
        ] {
            pairs.append(Pair(name: String(old.prefix(60)), old: json(old), new: json(new)))
        }
        let notPrimes: JSONValue = [
            "type": "integer", "minimum": 2, "maximum": 20_000,
            "allOf": .array((2..<2_000).map { ["not": ["multipleOf": JSONValue($0)]] }),
        ]
        pairs.append(Pair(name: "2,000 divisors excluded", old: notPrimes, new: ["maximum": 1]))
        for pattern in [
            "(a{1,1000}){1,1000}", "^(([a-z]{1,100}){1,100}){1,100}$", "a{100000}", "^(a?){500}a{500}$", "^.*a.{15}$",
            "(?=a*b)(?=b*a)(?!c{50})", "(a+)\\1+$", "^(x{0,50}y?){20}$", String(repeating: "(", count: 900),
            String(repeating: "(", count: 150) + "a" + String(repeating: ")*", count: 150),
        ] {
            let old: JSONValue = ["type": "string", "pattern": JSONValue(pattern)]
            let new: JSONValue = ["type": "string", "pattern": JSONValue(pattern + "|zz")]
            pairs.append(Pair(name: "the pattern \(pattern.prefix(30))", old: old, new: new))
            pairs.append(Pair(name: "a length for \(pattern.prefix(30))", old: old, new: ["maxLength": 5_000]))
        }
        return pairs
    }

    // MARK: References

    private static var references: [Pair] {
        func cycle(_ count: Int, _ make: (Int, (Int) -> JSONValue) -> JSONValue) -> JSONValue {
            let reference = { (target: Int) -> JSONValue in ["$ref": JSONValue("#/$defs/d\(target % count)")] }
            return [
                "$ref": "#/$defs/d0", "$defs": object((0..<count).map { (key("d", $0), make($0, reference)) }),
            ]
        }
        func doubling(_ count: Int, _ leaf: JSONValue) -> JSONValue {
            cycle(count) { number, reference in
                number == count - 1
                    ? leaf
                    : [
                        "type": "array", "minItems": 2,
                        "prefixItems": [reference(number + 1), reference(number + 1)],
                    ]
            }
        }
        func scopes(_ most: Int) -> JSONValue {
            let resources = (0..<12).map { number -> (JSONString, JSONValue) in
                (
                    key("e", number),
                    [
                        "$id": JSONValue("http://x/e\(number)"), "$dynamicAnchor": "n",
                        "properties": [
                            "a": ["$ref": JSONValue("http://x/e\((number + 1) % 12)")],
                            "b": ["$ref": JSONValue("http://x/e\((number * 3 + 1) % 12)")],
                            "c": ["$dynamicRef": "#n"],
                        ],
                    ]
                )
            }
            return ["$ref": "http://x/e0", "$defs": object(resources), "maxProperties": JSONValue(most)]
        }
        let all = { (keyword: JSONString) in
            cycle(31) { number, reference in
                number == 30 ? string : .object([keyword: [reference(number + 1), reference(number + 1)]])
            }
        }
        return [
            Pair(
                name: "a cycle of 500 references",
                old: cycle(500) { ["properties": ["n": $1($0 + 1)]] },
                new: cycle(500) { ["properties": ["n": $1($0 + 1)], "maxProperties": $0 == 499 ? 0 : 9] }),
            Pair(
                name: "every definition refers to every other",
                old: cycle(40) { _, reference in
                    ["properties": object((0..<40).map { (key("n", $0), reference($0)) })]
                },
                new: cycle(40) { number, reference in
                    [
                        "properties": object((0..<40).map { (key("n", $0), reference($0)) }),
                        "maxProperties": number == 39 ? 0 : 99,
                    ]
                }),
            Pair(name: "lists that double 60 times", old: doubling(60, string), new: doubling(60, integer)),
            Pair(name: "lists that double 18 times", old: doubling(18, string), new: doubling(18, integer)),
            Pair(name: "allOf that doubles", old: all("allOf"), new: all("oneOf")),
            Pair(name: "only itself", old: ["$ref": "#"], new: string),
            Pair(name: "not itself", old: ["not": ["$ref": "#"]], new: ["allOf": [["$ref": "#"], string]]),
            Pair(name: "many dynamic scopes", old: scopes(3), new: scopes(2)),
        ]
    }

    // MARK: Nesting

    static func nests(depths: [Int]) -> [Pair] {
        var pairs: [Pair] = []
        func add(_ name: String, _ depth: Int, _ wrap: (JSONValue) -> JSONValue) {
            func nested(_ leaf: JSONValue) -> JSONValue { (0..<depth).reduce(leaf) { value, _ in wrap(value) } }
            pairs.append(Pair(name: "\(depth) levels of \(name)", old: nested(string), new: nested(integer)))
        }
        for depth in depths {
            add("not", depth) { ["not": $0] }
            add("items", depth) { ["items": $0] }
            add("items that are required", depth) { ["type": "array", "minItems": 1, "items": $0] }
            add("contains", depth) { ["contains": $0] }
            add("additionalProperties", depth) { ["additionalProperties": $0] }
            add("unevaluatedProperties", depth) { ["unevaluatedProperties": $0] }
            add("if", depth) { ["if": $0, "then": ["minimum": 1], "else": ["maximum": 5]] }
            add("then", depth) { ["if": ["minimum": 1], "then": $0] }
            add("default", depth) { ["default": $0] }
            add("an unknown keyword", depth) { ["x-y": $0] }
            add("const", depth - 1) { value in
                value["const"] == nil ? ["const": ["a": value]] : ["const": ["a": value["const"] ?? .null]]
            }
            add("a value in enum", depth - 1) { value in
                value["enum"] == nil ? ["enum": [[value]]] : ["enum": [[value["enum"]?.array?.first ?? .null]]]
            }
            add("properties", depth / 2) { ["type": "object", "required": ["a"], "properties": ["a": $0]] }
            add("allOf", depth / 2) { ["allOf": [$0, ["minLength": 1]]] }
            add("anyOf", depth / 2) { ["anyOf": [$0, ["minLength": 1]]] }
            add("oneOf", depth / 2) { ["oneOf": [$0, ["type": "null"]]] }
            add("definitions", depth / 2) { ["$defs": ["a": $0], "properties": ["b": ["$ref": "#/$defs/a"]]] }
            add("dependentSchemas", depth / 2) { ["dependentSchemas": ["a": $0]] }
        }
        return pairs
    }

    // MARK: Hard by themselves

    private static var puzzles: [Pair] {
        func pigeons(_ holes: Int) -> JSONValue {
            var conflicts: [JSONValue] = []
            for first in 0...holes {
                for second in 0..<first {
                    for hole in 0..<holes {
                        let both = object([
                            (key("p", first), ["const": JSONValue(hole)]),
                            (key("p", second), ["const": JSONValue(hole)]),
                        ])
                        conflicts.append(["not": ["properties": both]])
                    }
                }
            }
            return [
                "type": "object", "required": .array((0...holes).map { .string(key("p", $0)) }),
                "properties": object(
                    (0...holes).map { (key("p", $0), ["enum": .array((0..<holes).map { JSONValue($0) })]) }),
                "allOf": .array(conflicts),
            ]
        }
        func counted(_ most: Int) -> JSONValue {
            [
                "allOf": .array(
                    (2..<9).map {
                        [
                            "contains": ["multipleOf": JSONValue($0)], "minContains": 5,
                            "maxContains": JSONValue(most),
                        ]
                    })
            ]
        }
        func unevaluated(_ count: Int) -> JSONValue {
            [
                "unevaluatedProperties": false,
                "anyOf": .array((0..<count).map { ["properties": object([(key("k", $0), string)])] }),
            ]
        }
        return [
            Pair(name: "ten pigeons", old: pigeons(10), new: ["not": [:]]),
            Pair(name: "seven counters", old: counted(9), new: counted(8)),
            Pair(name: "40 branches beside unevaluatedProperties", old: unevaluated(40), new: unevaluated(41)),
        ]
    }
}
