import DriftCore
import Testing

@Suite struct StructuralDiffTests {
    @Test(arguments: [
        (#"{"a":1}"#, #"{"a":1.0}"#, []),
        (#"{"a":1,"b":{"c":2}}"#, #"{"b":{"c":3},"d":4}"#, ["removal /a 1", "addition /d 4", "replacement /b/c 2 3"]),
        (#"[1,2,3]"#, #"[1,3]"#, ["removal /1 2"]),
        (#"["a","b","c"]"#, #"["c","a","b"]"#, [#"move /2 -> /0 "c" "c""#]),
        (
            #"[{"name":"a","v":1},{"name":"b","v":1}]"#, #"[{"name":"b","v":2},{"name":"a","v":1}]"#,
            [#"move /0 -> /1 {"name":"a","v":1} {"name":"a","v":1}"#, "replacement /1/v -> /0/v 1 2"]
        ),
        (
            #"[{"name":"a","in":"path","v":1}]"#, #"[{"name":"a","in":"query","v":1}]"#,
            [#"removal /0 {"in":"path","name":"a","v":1}"#, #"addition /0 {"in":"query","name":"a","v":1}"#]
        ),
        (
            #"{"a":{"type":"string"}}"#, #"{"b":{"type":"string"}}"#,
            [#"rename /a -> /b {"type":"string"} {"type":"string"}"#]
        ),
        (
            #"{"p":{"a":{"x":[1]}},"q":{}}"#, #"{"p":{},"q":{"a":{"x":[1]}}}"#,
            [#"move /p/a -> /q/a {"x":[1]} {"x":[1]}"#]
        ),
        (#"{"a":true}"#, #"{"b":true}"#, ["removal /a true", "addition /b true"]),
        (#"[0,{"a":1}]"#, #"[5,0,{"a":2}]"#, ["addition /0 5", "replacement /1/a -> /2/a 1 2"]),
        ("1", "2", ["replacement  1 2"]), ("[]", "{}", ["replacement  [] {}"]),
        ("[9007199254740992]", "[9007199254740993]", ["replacement /0 9007199254740992 9007199254740993"]),
    ])
    func `edits say what was done`(old: String, new: String, expected: [String]) throws {
        let edits = try StructuralDiff.edits(from: JSONValue(parsing: old), to: JSONValue(parsing: new))
        let told = edits.map { edit in
            var text = "\(edit.kind.rawValue) "
            if let from = edit.oldPointer, from != edit.pointer { text += "\(from) -> " }
            text += "\(edit.pointer)"
            for value in [edit.old, edit.new] { if let value { text += " \(value.canonicalString)" } }
            return text
        }
        #expect(told == expected)
    }

    @Test func `the pointers of edits name their values`() throws {
        var generator = DocumentGenerator(seed: 7)
        var failures: [String] = []
        for _ in 0..<400 {
            let old = generator.document(depth: 5)
            let new = generator.edited(old, edits: 4)
            for edit in StructuralDiff.edits(from: old, to: new) {
                let isRight =
                    (edit.old == nil || edit.oldPointer.flatMap { old[$0] } == edit.old)
                    && (edit.new == nil || new[edit.pointer] == edit.new)
                    && (edit.old != nil) == (edit.kind != .addition) && (edit.new != nil) == (edit.kind != .removal)
                if !isRight { failures.append("\(edit) in \(old.canonicalString) -> \(new.canonicalString)") }
            }
        }
        #expect(failures.first == nil)
    }

    @Test(.timeLimit(.minutes(10))) func `large lists and objects stay fast`() throws {
        let count = 20_000
        func elements(_ salt: Int) -> JSONValue { .array((0..<count).map { ["x": JSONValue($0 * 3 + salt)] }) }
        #expect(StructuralDiff.edits(from: elements(0), to: elements(1)).count == count)
        let shuffled = JSONValue.array((0..<count).map { JSONValue(($0 * 7_919) % count) })
        let sorted = JSONValue.array((0..<count).map { JSONValue($0) })
        let patch = try JSONPatch.make(from: sorted, to: shuffled)
        #expect(try patch.apply(to: sorted) == shuffled)
        let same = JSONValue.array((0..<count).map { _ in ["a": 1] })
        let other = JSONValue.object(JSONObject((0..<count).map { (JSONString("k\($0)"), ["a": 1]) }))
        #expect(StructuralDiff.edits(from: ["l": same], to: ["o": other]).count == 2)
    }

    @Test(.enabled(if: runsSlowTests, "set DRIFTMONITOR_SLOW_TESTS"), .timeLimit(.minutes(10)))
    func `nothing is quadratic: a million shuffled keys, a hundred thousand changes, a string of ten megabytes`() throws
    {
        var random = SeededGenerator(seed: 1)
        func object(_ salt: Int) -> [UInt8] {
            let members = (0..<1_000_000).shuffled(using: &random).map {
                "\"key\($0)\":\($0 % 1_000 == 0 ? $0 + salt : $0)"
            }
            return Array("{\(members.joined(separator: ","))}".utf8)
        }
        let (a, b) = (try JSONDocument(parsing: object(0)), try JSONDocument(parsing: object(1)))
        #expect(StructuralDiff.edits(from: a, to: b).count == 1_000)
        #expect(!JSONPatch.text(from: a, to: b).isEmpty)

        func list(_ salt: Int) -> [UInt8] {
            Array("[\((0..<100_000).map { "{\"x\":\($0 * 3 + salt),\"y\":[1,2,3]}" }.joined(separator: ","))]".utf8)
        }
        let (c, d) = (try JSONDocument(parsing: list(0)), try JSONDocument(parsing: list(1)))
        #expect(StructuralDiff.edits(from: c, to: d).count == 100_000)
        #expect(!JSONPatch.text(from: c, to: d).isEmpty)

        let elements = (0..<100_000).map { "[\($0),{}]" }
        let e = try JSONDocument(parsing: Array("[\(elements.joined(separator: ","))]".utf8))
        let f = try JSONDocument(parsing: Array("[\(elements.shuffled(using: &random).joined(separator: ","))]".utf8))
        #expect(StructuralDiff.edits(from: e, to: f).allSatisfy { $0.kind == .move })
        #expect(!JSONPatch.text(from: e, to: f).isEmpty)

        let long = String(repeating: "é\\n", count: 2_500_000)
        let (g, h) = (
            try JSONDocument(parsing: Array("[\"\(long)\"]".utf8)),
            try JSONDocument(parsing: Array("[\"\(long)x\"]".utf8))
        )
        #expect(StructuralDiff.edits(from: g, to: h).count == 1)

        let depth = 1_000_000
        let open = [UInt8](repeating: UInt8(ascii: "["), count: depth)
        let close = [UInt8](repeating: UInt8(ascii: "]"), count: depth)
        let limits = JSONLimits(depth: depth)
        let (i, j) = (
            try JSONDocument(parsing: open + close, limits: limits),
            try JSONDocument(parsing: open.dropLast() + [UInt8(ascii: "1")] + close.dropLast(), limits: limits)
        )
        #expect(i.canonicalText == open + close)
        // One replacement, at most at the bottom of a path of a million tokens.
        #expect(JSONPatch.text(from: i, to: j).count < 4 * depth)
    }
}
