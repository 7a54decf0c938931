import Testing

@testable import DriftCore
@testable import DriftSchema

/// The JSON form of a drift and its reader, which are inverse to each other.
@Suite struct DriftFormTests {
    @Test func `whatever a drift holds, its form reads back as the same drift and writes the same text`() throws {
        var generator = DriftGenerator(seed: 3)
        for _ in 0..<400 { try expectRoundTrip(generator.drift()) }
    }

    @Test(arguments: [DocumentKind.schema, .json])
    func `so does what a comparison finds`(kind: DocumentKind) throws {
        var documents = DocumentGenerator(seed: 11)
        for _ in 0..<100 {
            let old = documents.document()
            let classifier = Classifier(options: .init(schema: "s", kind: kind))
            try expectRoundTrip(classifier.drift(from: old, to: documents.edited(old, edits: 3)))
        }
    }

    @Test func `and what each rule shows in the catalogue of changes`() throws {
        for rule in Rule.all {
            let options = Classifier.Options(schema: "s", kind: rule.documentKind, dialect: rule.dialect)
            let (old, new) = (try JSONValue(parsing: rule.exampleOld), try JSONValue(parsing: rule.exampleNew))
            try expectRoundTrip(Classifier(options: options).drift(from: old, to: new))
        }
    }

    @Test func `and what differs between pairs of known schemas`() throws {
        var count = 0
        for source in ["glance-hist", "adv", "ibm", "jscompare", "passau", "sentry"] {
            for (number, pair) in try Fixture("compat/\(source).jsonl").lines.enumerated() where number % 5 == 0 {
                guard let old = pair["old"], let new = pair["new"] else { continue }
                try expectRoundTrip(Classifier(options: .init(schema: "s")).drift(from: old, to: new))
                count += 1
            }
        }
        #expect(count > 50)
    }

    /// As stores keep it since their first form.
    static let stored =
        #"{"backward":{"verdict":"compatible"},"changes":[{"backward":"compatible","fingerprint":"5c1d","#
        + #""forward":"breaking","impact":"breaking","kind":"enum-value-added","message":"status may be \"deactivated\"","#
        + #""new":"deactivated","pointer":"/properties/status/enum"},{"backward":"compatible","fingerprint":"77aa","#
        + #""forward":"compatible","impact":"semantic","kind":"default-changed","message":"null by default","new":null,"#
        + #""old":0,"pointer":"/properties/size/default"}],"equal":false,"findings":[{"message":"\"String\" is no type","#
        + #""pointer":"/properties/name/type","side":"old"}],"fingerprint":"9f3b","forward":{"reason":"the old schema refuses "#
        + #"\"deactivated\"","schema_pointer":"/properties/status/enum","verdict":"breaking","#
        + #""witness":{"status":"deactivated"},"witness_pointer":"/status"},"impact":"breaking"}"#

    @Test func `a stored text is read member by member`() throws {
        let drift = try Drift(json: JSONValue(parsing: Self.stored))
        #expect(
            drift
                == Drift(
                    impact: .breaking, fingerprint: Fingerprint(hex: "9f3b"), backward: .compatible(reason: nil),
                    forward: .breaking(
                        Witness(
                            instance: ["status": "deactivated"], instancePointer: try Pointer("/status"),
                            schemaPointer: try Pointer("/properties/status/enum"),
                            sentence: #"the old schema refuses "deactivated""#)),
                    changes: [
                        Change(
                            pointer: try Pointer("/properties/status/enum"), kind: ChangeKind("enum-value-added"),
                            old: nil, new: "deactivated", backward: .compatible, forward: .breaking,
                            impact: .breaking, message: #"status may be "deactivated""#,
                            fingerprint: Fingerprint(hex: "5c1d")),
                        Change(
                            pointer: try Pointer("/properties/size/default"), kind: ChangeKind("default-changed"),
                            old: 0, new: .null, backward: .compatible, forward: .compatible, impact: .semantic,
                            message: "null by default", fingerprint: Fingerprint(hex: "77aa")),
                    ],
                    findings: [
                        Finding(
                            side: .old, pointer: try Pointer("/properties/name/type"),
                            message: #""String" is no type"#)
                    ]))
        #expect(drift.json.canonicalString == Self.stored)
    }

    @Test func `members that are not of the form are passed over`() throws {
        let form = try JSONValue(parsing: Self.stored)
        let more = form.setting("patch", to: []).setting("old", to: ["source": "a.json"]).setting("later", to: 1)
        #expect(try Drift(json: more) == Drift(json: form))
    }

    @Test(
        arguments: [
            ("", nil, "'/impact' must be a text"),
            ("/impact", nil, "'/impact' must be a text"),
            ("/impact", "awful", "'/impact' must be one of breaking, unknown, semantic, compatible, cosmetic"),
            ("/fingerprint", 7, "'/fingerprint' must be a text"),
            ("/equal", nil, "'/equal' must be false, as there are changes"),
            ("/equal", true, "'/equal' must be false, as there are changes"),
            ("/backward", nil, "'/backward' must be there"),
            ("/backward/verdict", "maybe", "'/backward/verdict' must be one of compatible, breaking, unknown"),
            ("/backward/verdict", "unknown", "'/backward/reason' must be a text"),
            ("/backward/reason", .null, "'/backward/reason' must be a text"),
            ("/forward/witness", nil, "'/forward/witness' must be there"),
            ("/forward/witness_pointer", "status", "'/forward/witness_pointer' must be a JSON Pointer"),
            ("/forward/schema_pointer", nil, "'/forward/schema_pointer' must be a text"),
            ("/forward/reason", nil, "'/forward/reason' must be a text"),
            ("/changes", nil, "'/changes' must be a list"),
            ("/changes", [:], "'/changes' must be a list"),
            ("/changes/1", "gone", "'/changes/1/pointer' must be a text"),
            ("/changes/1/pointer", "~", "'/changes/1/pointer' must be a JSON Pointer"),
            ("/changes/1/kind", .null, "'/changes/1/kind' must be a text"),
            ("/changes/0/backward", nil, "'/changes/0/backward' must be a text"),
            ("/changes/0/forward", "broken", "'/changes/0/forward' must be one of compatible, breaking, unknown"),
            ("/changes/0/impact", nil, "'/changes/0/impact' must be a text"),
            ("/changes/0/message", nil, "'/changes/0/message' must be a text"),
            ("/changes/0/fingerprint", [], "'/changes/0/fingerprint' must be a text"),
            ("/findings", nil, "'/findings' must be a list"),
            ("/findings/0/side", "left", "'/findings/0/side' must be one of old, new"),
            ("/findings/0/pointer", nil, "'/findings/0/pointer' must be a text"),
            ("/findings/0/message", nil, "'/findings/0/message' must be a text"),
        ] as [(String, JSONValue?, String)])
    func `a member that is missing or wrong is named, never guessed`(
        place: String, value: JSONValue?, message: String
    ) throws {
        let form = try JSONValue(parsing: Self.stored)
        let broken = place.isEmpty ? .array([form]) : (replacing(form, try Pointer(place).tokens[...], value) ?? .null)
        let error = #expect(throws: DriftFormError.self) { try Drift(json: broken) }
        #expect(error?.description == message)
    }

    private func expectRoundTrip(_ drift: Drift) throws {
        let text = drift.json.canonicalText
        let read = try Drift(json: JSONValue(parsing: text))
        #expect(read == drift)
        #expect(read.json.canonicalText == text)
    }

    private func replacing(_ json: JSONValue, _ tokens: ArraySlice<JSONString>, _ value: JSONValue?) -> JSONValue? {
        guard let token = tokens.first else { return value }
        let rest = tokens.dropFirst()
        if var elements = json.array, let index = token.arrayIndex {
            elements[index] = replacing(elements[index], rest, value) ?? .null
            return .array(elements)
        }
        return json.setting(token, to: json[token].flatMap { replacing($0, rest, value) } ?? value)
    }
}
