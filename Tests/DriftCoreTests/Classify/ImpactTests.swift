import Testing

@testable import DriftSchema

/// What verdicts, roles, levels and waivers make of changes. The verdicts come from a table of the test.
@Suite struct ImpactTests {
    @Test(arguments: [
        (Role.both, LocalVerdict.compatible, LocalVerdict.breaking, Impact.breaking, "; breaks readers"),
        (.reader, .compatible, .breaking, .breaking, "; breaks readers"),
        (.writer, .compatible, .breaking, .compatible, ""),
        (.both, .breaking, .compatible, .breaking, "; breaks writers"),
        (.reader, .breaking, .compatible, .compatible, ""),
        (.writer, .breaking, .compatible, .breaking, "; breaks writers"),
        (.both, .breaking, .breaking, .breaking, "; breaks readers and writers"),
        (.both, .unknown, .compatible, .unknown, ""),
        (.reader, .unknown, .compatible, .compatible, ""),
        (.both, .breaking, .unknown, .breaking, "; breaks writers"),
        (.both, .compatible, .compatible, .compatible, ""),
    ])
    func `the role says which verdict counts`(
        role: Role, backward: LocalVerdict, forward: LocalVerdict, impact: Impact, remark: String
    ) throws {
        let drift = try drift(
            #"{"maxLength":5}"#, #"{"maxLength":6}"#, .init(schema: "image", role: role)
        ) { _, _ in Self.judgement(backward, forward) }
        #expect(drift.impact == impact)
        #expect(drift.changes.map(\.impact) == [impact])
        #expect(drift.changes.map(\.message) == ["the document: maxLength rises from 5 to 6\(remark)"])
        #expect(drift.changes.map(\.backward) == [backward])
        #expect(drift.changes.map(\.forward) == [forward])
    }

    @Test func `a local break that hurts nobody in the whole is compatible and says so`() throws {
        let old = #"{"properties":{"a":{"maxLength":5}}}"#
        let drift = try drift(old, #"{"properties":{"a":{"maxLength":4}}}"#) { old, _ in
            old["properties"] == nil ? Self.judgement(.breaking, .compatible) : Self.judgement(.compatible, .compatible)
        }
        #expect(drift.impact == .compatible)
        #expect(drift.changes.map(\.impact) == [.compatible])
        #expect(drift.changes.map(\.backward) == [.breaking])
        #expect(
            drift.changes.map(\.message) == [
                "a: maxLength falls from 5 to 4; breaking by itself, but harmless in the whole schema"
            ])
    }

    @Test func `the whole document decides when its parts cannot`() throws {
        let drift = try drift(#"{"properties":{"a":{"maxLength":5}}}"#, #"{"properties":{"a":{"maxLength":4}}}"#) {
            old, _ in
            old["properties"] == nil ? Self.judgement(.unknown, .unknown) : Self.judgement(.breaking, .compatible)
        }
        #expect(drift.impact == .breaking)
        #expect(drift.changes.map(\.impact) == [.unknown])
    }

    @Test(arguments: [
        (#"{"is_base":true}"#, #"{"is_base":false}"#, Impact.semantic),
        (#"{"readOnly":true}"#, "{}", .semantic),
        (#"{"x-vendor":1}"#, "{}", .semantic),
        (#"{"name":"a"}"#, #"{"name":"b"}"#, .semantic),
        (#"{"writeOnly":true}"#, "{}", .semantic),
        (#"{"description":"a"}"#, #"{"description":"b"}"#, .cosmetic),
        (#"{"enum":[1,2]}"#, #"{"enum":[2,1]}"#, .cosmetic),
        (#"{"required":["a","b"]}"#, #"{"required":["b","a"]}"#, .cosmetic),
        (#"{"type":["string","null"]}"#, #"{"type":["null","string"]}"#, .cosmetic),
        (
            #"{"links":[{"rel":"a","href":"x"},{"rel":"b","href":"y"}]}"#,
            #"{"links":[{"rel":"b","href":"y"},{"rel":"a","href":"x"}]}"#, .cosmetic
        ),
    ])
    func `annotations have a level of their own`(old: String, new: String, impact: Impact) throws {
        let drift = try drift(old, new) { _, _ in Self.judgement(.compatible, .compatible) }
        #expect(drift.impact == impact)
        #expect(drift.changes.count == 1)
    }

    @Test func `writers do not meet read-only parts, nor readers write-only ones`() throws {
        // A judge that takes any difference for a break of both.
        let strict: ValueJudge = { old, new in
            old == new ? Self.judgement(.compatible, .compatible) : Self.judgement(.breaking, .breaking)
        }
        let readOnly = #"{"properties":{"size":{"readOnly":true,"maximum":5}}}"#
        let readOnly2 = #"{"properties":{"size":{"readOnly":true,"maximum":4}}}"#
        #expect(try drift(readOnly, readOnly2, .init(schema: "s", role: .writer), strict).impact == .compatible)
        #expect(try drift(readOnly, readOnly2, .init(schema: "s", role: .reader), strict).impact == .breaking)
        #expect(
            try drift(readOnly, readOnly2, .init(schema: "s", role: .both), strict).changes.map(\.message) == [
                "size: maximum falls from 5 to 4; breaks readers"
            ])
        let marked = #"{"properties":{"size":{"description":"Size (READ-ONLY)","maximum":5}}}"#
        let marked2 = #"{"properties":{"size":{"description":"Size (READ-ONLY)","maximum":4}}}"#
        #expect(try drift(marked, marked2, .init(schema: "s", role: .writer), strict).impact == .compatible)
        #expect(
            try drift(marked, marked2, .init(schema: "s", role: .writer), strict).changes.map(\.message) == [
                "size: maximum falls from 5 to 4; writers never send this part"
            ])
        let writeOnly = #"{"properties":{"key":{"writeOnly":true,"maximum":5}}}"#
        let writeOnly2 = #"{"properties":{"key":{"writeOnly":true,"maximum":4}}}"#
        #expect(try drift(writeOnly, writeOnly2, .init(schema: "s", role: .reader), strict).impact == .compatible)
        #expect(try drift(writeOnly, writeOnly2, .init(schema: "s", role: .writer), strict).impact == .breaking)
    }

    @Test func `the old text mark is the marker it was`() throws {
        let kinds = { (old: String, new: String) throws -> [String] in
            try drift(old, new) { _, _ in Self.judgement(.compatible, .compatible) }.changes.map(\.kind.id)
        }
        let plain = #"{"properties":{"a":{"description":"A"}}}"#
        let marked = #"{"properties":{"a":{"description":"A (READ-ONLY)"}}}"#
        let keyword = #"{"properties":{"a":{"description":"A","readOnly":true}}}"#
        #expect(try kinds(plain, marked) == ["read-only-changed"])
        #expect(try kinds(marked, plain) == ["read-only-changed"])
        #expect(try kinds(marked, keyword) == ["read-only-changed", "description-changed"])
        #expect(try kinds(plain, #"{"properties":{"a":{"description":"B"}}}"#) == ["description-changed"])
    }

    @Test func `only the first two hundred changes are judged by themselves`() throws {
        let names = (0..<250).map { "p\($0)" }
        func schema(_ length: Int) -> JSONValue {
            ["properties": .object(JSONObject(names.map { (JSONString($0), ["maxLength": JSONValue(length)]) }))]
        }
        let drift = Classifier(
            options: .init(schema: "s"), judge: Self.judge { _, _ in Self.judgement(.compatible, .breaking) }
        )
        .drift(from: schema(5), to: schema(6))
        #expect(drift.changes.count == 250)
        #expect(drift.changes.count { $0.forward == .breaking } == 200)
        #expect(drift.changes.count { $0.forward == .unknown } == 50)
        #expect(drift.changes.first?.impact == .breaking)
        #expect(drift.changes.last?.impact == .unknown)
    }

    @Test func `a change is judged without its neighbours`() throws {
        let drift = try drift(
            #"{"properties":{"a":{"maxLength":5}}}"#,
            #"{"properties":{"b":{"type":"null"},"a":{"maxLength":5}},"required":["c"]}"#
        ) { old, new in
            // Only `required` breaks, and the new schema is not empty.
            new["required"] == nil && new != false
                ? Self.judgement(.compatible, .compatible) : Self.judgement(.breaking, .compatible)
        }
        #expect(drift.changes.map(\.kind.id) == ["required-added", "property-added"])
        #expect(drift.changes.map(\.backward) == [.breaking, .compatible])
    }

    @Test func `a change is judged with the definitions that it needs, and a definition by what it does`() throws {
        let old = try JSONValue(
            parsing:
                ##"{"allOf":[{"$ref":"#/definitions/a"}],"definitions":{"a":{"properties":{"x":{"type":"string"}}}}}"##)
        let new = try JSONValue(
            parsing: ##"""
                {"allOf":[{"$ref":"#/definitions/a"},{"$ref":"#/definitions/b"}],
                "definitions":{"a":{"properties":{"x":{"type":"integer"}}},"b":{"$ref":"#/definitions/c"},
                    "c":{"required":["y"]},"d":{"$ref":"#/definitions/e"}}}
                """##)
        let drift = Classifier(options: .init(schema: "s")).drift(from: old, to: new)
        let told = drift.changes.map { "\($0.kind.id) \($0.pointer) \($0.backward) \($0.forward)" }
        #expect(
            told == [
                "all-of-branch-added /allOf/1 breaking compatible",
                "type-changed /definitions/a/properties/x/type breaking breaking",
                "definition-added /definitions/b compatible compatible",
                "definition-added /definitions/c compatible compatible",
                "definition-added /definitions/d compatible compatible",
            ])
    }

    @Test func `below a negation the schema around it is judged`() throws {
        var judged: [JSONValue] = []
        let old = try JSONValue(parsing: #"{"properties":{"a":{"not":{"maxLength":5}}}}"#)
        let new = try JSONValue(parsing: #"{"properties":{"a":{"not":{"maxLength":6}}}}"#)
        for edit in SchemaComparison.edits(
            from: ComparedSide(Schema(old, dialect: .draft7)), to: ComparedSide(Schema(new, dialect: .draft7)),
            dialect: .draft7)
        {
            judged.append(old[edit.site.judgedOld] ?? .null)
        }
        #expect(judged == [["not": ["maxLength": 5]]])
    }

    @Test func `a document that is no schema is compared only`() throws {
        let drift = Classifier(options: .init(schema: "versions", kind: .json)).drift(
            from: ["versions": [["id": "v2.0", "status": "CURRENT"], ["id": "v1.0", "status": "SUPPORTED"]]],
            to: ["versions": [["id": "v2.0", "status": "SUPPORTED"], ["id": "v1.0", "status": "SUPPORTED"]]])
        #expect(drift.impact == .unknown)
        #expect(drift.backward == .unknown(reason: "compared, not judged: the target's kind is json"))
        #expect(drift.changes.map(\.kind.id) == ["value-changed"])
        #expect(drift.changes.map(\.message) == [#"versions[0].status is "SUPPORTED"; it was "CURRENT""#])
        #expect(drift.changes.map(\.pointer) == [try Pointer("/versions/0/status")])
    }

    @Test func `equal documents are no drift`() {
        let drift = Classifier(options: .init(schema: "s")).drift(from: ["a": 1], to: ["a": 1])
        #expect(drift.changes.isEmpty)
        #expect(drift.impact == .cosmetic)
    }

    private func drift(
        _ old: String, _ new: String, _ options: Classifier.Options = .init(schema: "s"), _ judge: @escaping ValueJudge
    ) throws -> Drift {
        try Classifier(options: options, judge: Self.judge(judge)).drift(
            from: JSONValue(parsing: old), to: JSONValue(parsing: new))
    }

    typealias ValueJudge = @Sendable (_ old: JSONValue, _ new: JSONValue) -> Judgement

    private static func judge(_ judge: @escaping ValueJudge) -> Judge {
        { old, oldPlace, new, newPlace in
            judge(old.root.value[oldPlace] ?? .null, new.root.value[newPlace] ?? .null)
        }
    }

    static func judgement(_ backward: LocalVerdict, _ forward: LocalVerdict) -> Judgement {
        Judgement(backward: verdict(backward), forward: verdict(forward))
    }

    private static func verdict(_ local: LocalVerdict) -> Verdict {
        switch local {
        case .compatible: .compatible(reason: nil)
        case .unknown: .unknown(reason: "test")
        case .breaking:
            .breaking(Witness(instance: .null, instancePointer: .root, schemaPointer: .root, sentence: "test"))
        }
    }
}
