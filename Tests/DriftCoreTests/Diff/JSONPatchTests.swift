import DriftJSON
import Testing

@Suite struct JSONPatchTests {
    @Test(arguments: [
        (#"{"a":1}"#, #"{"a":1}"#, "[]"),
        (#"{"a":1}"#, #"{"a":2}"#, #"[{"op":"replace","path":"/a","value":2}]"#),
        (#"{"a":1,"b":2}"#, #"{"b":2}"#, #"[{"op":"remove","path":"/a"}]"#),
        (#"{}"#, #"{"a~/":1}"#, #"[{"op":"add","path":"/a~0~1","value":1}]"#),
        (#"[1]"#, #"{}"#, #"[{"op":"replace","path":"","value":{}}]"#),
        (#"[1,2,3,4,5,6,7,8]"#, #"[1,2,3,4,6,7,8]"#, #"[{"op":"remove","path":"/4"}]"#),
        (#"{"a":[{"x":[1,2]}]}"#, #"{"b":[{"x":[1,2]}]}"#, #"[{"from":"/a","op":"move","path":"/b"}]"#),
        (
            #"["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","cccccccccccccccccccccccccccccc"]"#,
            #"["bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","cccccccccccccccccccccccccccccc","aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"]"#,
            #"[{"from":"/0","op":"move","path":"/2"}]"#
        ),
        (
            #"{"a":9007199254740992}"#, #"{"a":9007199254740993}"#,
            #"[{"op":"replace","path":"/a","value":9007199254740993}]"#
        ),
        (#"{"a":1}"#, #"{"a":1.0}"#, "[]"), (#"{"a":true}"#, #"{"a":1}"#, #"[{"op":"replace","path":"/a","value":1}]"#),
    ])
    func `a patch is short and leads to the other document`(old: String, new: String, expected: String) throws {
        let (old, new) = (try JSONValue(parsing: old), try JSONValue(parsing: new))
        let patch = try JSONPatch.make(from: old, to: new)
        #expect(patch.document.canonicalString == expected)
        #expect(try patch.apply(to: old) == new)
    }

    @Test(arguments: [
        (#"{"op":"remove","path":""}"#, "operation 0 of the patch would remove the whole document"),
        (#"{"op":"remove","path":"/x"}"#, "operation 0 of the patch: there is nothing at '/x'"),
        (#"{"op":"replace","path":"/x","value":1}"#, "operation 0 of the patch: there is nothing at '/x'"),
        (
            #"{"op":"add","path":"/l/3","value":1}"#,
            "operation 0 of the patch: '/l/3' does not name a place in that list"
        ),
        (
            #"{"op":"add","path":"/l/-1","value":1}"#,
            "operation 0 of the patch: '/l/-1' does not name a place in that list"
        ),
        (
            #"{"op":"add","path":"/n/a","value":1}"#,
            "operation 0 of the patch: '/n/a' is inside something that is neither object nor list"
        ),
        (#"{"op":"move","from":"/o","path":"/o/p"}"#, "operation 0 of the patch would move '/o' into itself"),
        (
            #"{"op":"test","path":"/n","value":2}"#,
            "operation 0 of the patch: the value at '/n' is not the expected one"
        ),
        (#"{"op":"add","path":"/n"}"#, "operation 0 of the patch is malformed: it needs 'value'"),
        (#"{"path":"/n"}"#, "operation 0 of the patch is malformed: it needs 'op', a string"),
        (
            #"{"op":"no","path":"/n"}"#,
            "operation 0 of the patch is malformed: 'no' is none of add, remove, replace, move, copy, test"
        ),
        (#"1"#, "operation 0 of the patch is malformed: it is no object"),
    ])
    func `an operation that cannot be done says why`(operation: String, message: String) throws {
        let document = try JSONValue(parsing: #"{"l":[1,2],"n":1,"o":{}}"#)
        let error = #expect(throws: JSONPatchError.self) {
            try JSONPatch(JSONValue(parsing: "[\(operation)]")).apply(to: document)
        }
        #expect(error?.description == message)
    }

    @Test func `copies that double a document again and again are refused`() throws {
        let doubles = (0..<60).map { _ in JSONPatch.Operation.copy(from: .root, to: Pointer(tokens: ["0"])) }
        let tooMuch = #expect(throws: JSONPatchError.self) { _ = try JSONPatch(doubles).apply(to: [1]) }
        #expect(tooMuch == .tooMuchCopied(21, limit: 5_000_000))
        let nests = (0..<4_000).map { _ in JSONPatch.Operation.copy(from: .root, to: Pointer(tokens: ["a"])) }
        let tooDeep = #expect(throws: JSONPatchError.self) { _ = try JSONPatch(nests).apply(to: ["b": []]) }
        #expect(tooDeep == .tooDeep(1_998, limit: 2_000))
    }

    @Test(arguments: 0..<8)
    func `patches lead both ways between generated documents`(seed: Int) throws {
        var generator = DocumentGenerator(seed: UInt64(seed))
        var failures: [String] = []
        for _ in 0..<150 {
            let old = generator.document(depth: 5)
            let new = generator.edited(old, edits: Int.random(in: 1..<8, using: &generator.random))
            for (from, to) in [(old, new), (new, old)] {
                let patch = try JSONPatch.make(from: from, to: to)
                if try JSONPatch(JSONValue(parsing: patch.document.canonicalText)).apply(to: from) != to {
                    failures.append(
                        "\(from.canonicalString) -> \(to.canonicalString): \(patch.document.canonicalString)")
                }
            }
        }
        #expect(failures.first == nil)
    }
}
