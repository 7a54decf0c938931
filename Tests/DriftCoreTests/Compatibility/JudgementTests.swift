import Testing

@testable import DriftSchema

@Suite struct JudgementTests {
    /// Backward and forward as `+` compatible, `-` breaking, `?` unknown.
    private func verdicts(_ old: String, _ new: String, _ dialect: Dialect = .draft7) throws -> String {
        let judgement = Compatibility.judge(
            old: try JSONValue(parsing: old), new: try JSONValue(parsing: new), dialect: dialect)
        return [judgement.backward, judgement.forward].map { verdict in
            switch verdict {
            case .compatible: "+"
            case .breaking: "-"
            case .unknown: "?"
            }
        }.joined()
    }

    @Test(arguments: [
        (#"{"type":"string"}"#, #"{"type":["string","null"]}"#, "+-"),
        (#"{"type":"integer"}"#, #"{"type":"number"}"#, "+-"),
        (#"{"enum":["a","b",1]}"#, #"{"enum":[1.0,"b","a"]}"#, "++"),
        (#"{"enum":[0,1]}"#, #"{"enum":[false,true]}"#, "--"),
        (#"{"const":[0]}"#, #"{"const":[false]}"#, "--"),
        (#"{"maximum":18446744073709551616}"#, #"{"maximum":18446744073709551617}"#, "+-"),
        (#"{"type":"integer","multipleOf":7,"minimum":15,"maximum":20}"#, "false", "++"),
        (#"{"multipleOf":0.01}"#, #"{"multipleOf":0.1}"#, "-+"),
        (#"{"maxLength":255}"#, "{}", "+-"),
        (#"{"pattern":"^a|b$"}"#, #"{"pattern":"^(a|b)$"}"#, "-+"),
        (#"{"pattern":".+"}"#, #"{"minLength":1}"#, "+-"),
        (#"{"allOf":[{"type":"string","pattern":"^a*$"},{"pattern":"b"}]}"#, "false", "++"),
        (#"{"required":["a"]}"#, #"{"type":"object","required":["a"]}"#, "-+"),
        (
            #"{"properties":{"a":{"type":"string"}}}"#,
            #"{"properties":{"a":{"type":"string"},"b":{"type":"string"}}}"#, "-+"
        ),
        (#"{"additionalProperties":false}"#, #"{"properties":{"a":{}},"additionalProperties":false}"#, "+-"),
        (
            #"{"patternProperties":{"^(a|b)$":{"type":"null"}}}"#,
            #"{"properties":{"a":{"type":"null"},"b":{"type":"null"}}}"#, "++"
        ),
        (
            #"{"type":"object","properties":{"a":{},"b":{}},"additionalProperties":false,"minProperties":3}"#, "false",
            "++"
        ),
        (#"{"dependencies":{"a":["b"]}}"#, #"{"anyOf":[{"properties":{"a":false}},{"required":["b"]}]}"#, "++"),
        (
            #"{"type":"array","items":{"type":["boolean","null"]},"minItems":3,"uniqueItems":true}"#,
            #"{"type":"array","maxItems":3}"#, "+-"
        ),
        (#"{"items":{"minimum":0}}"#, #"{"contains":{"minimum":0}}"#, "--"),
        (#"{"const":1}"#, #"{"oneOf":[{"type":"number"},{"const":1}]}"#, "--"),
        (#"{"propertyNames":{"maxLength":3}}"#, #"{"propertyNames":{"maxLength":4}}"#, "+-"),
        (#"{"if":{"minimum":0},"then":{"maximum":5}}"#, #"{"maximum":5}"#, "++"),
        ("true", #"{"type":["null","boolean","number","string","array","object"]}"#, "++"),
    ])
    func `both directions are decided`(old: String, new: String, expected: String) throws {
        #expect(try verdicts(old, new) == expected)
        #expect(try verdicts(new, old) == String(expected.reversed()))
        #expect(try verdicts(old, old) == "++")
    }

    @Test(arguments: [
        (#"{"const":{"a":1}}"#, #"{"$ref":"http://example.com/s","unevaluatedProperties":false}"#, "??"),
        (#"{"const":[1]}"#, #"{"$ref":"http://example.com/s","unevaluatedItems":false}"#, "??"),
        (
            #"{"$ref":"http://example.com/s","unevaluatedProperties":false}"#,
            #"{"$ref":"http://example.com/s","unevaluatedProperties":{"type":"integer"}}"#, "??"
        ),
        (
            #"{"$ref":"http://example.com/s","unevaluatedProperties":false}"#,
            #"{"$ref":"http://example.com/s","unevaluatedProperties":false,"title":"x"}"#, "++"
        ),
    ])
    func `what an unknown schema evaluates is not guessed`(old: String, new: String, expected: String) throws {
        #expect(try verdicts(old, new, .draft202012) == expected)
    }

    @Test(arguments: [
        // An empty list of nodes ends the recursion; a required next node never does.
        (
            ##"{"$ref":"#/definitions/n","definitions":{"n":{"type":"object","required":["n"],"properties":{"n":{"$ref":"#/definitions/n"}}}}}"##,
            "false", "++"
        ),
        (
            ##"{"$ref":"#/definitions/n","definitions":{"n":{"type":"array","items":{"$ref":"#/definitions/n"}}}}"##,
            "false", "-+"
        ),
        (
            ##"{"$ref":"#/definitions/n","definitions":{"n":{"properties":{"n":{"$ref":"#/definitions/n"}},"maxProperties":1}}}"##,
            ##"{"$ref":"#/definitions/m","definitions":{"m":{"properties":{"n":{"$ref":"#/definitions/m"}},"maxProperties":2}}}"##,
            "+-"
        ),
    ])
    func `recursive schemas are built from the leaves`(old: String, new: String, expected: String) throws {
        #expect(try verdicts(old, new) == expected)
    }

    @Test(arguments: [
        (#"{"type":"String"}"#, #"{"type":"String"}"#, "++"),
        (#"{"type":"String"}"#, #"{"type":"string"}"#, "??"),
        (
            #"{"additionalProperties":{"type":"String"},"properties":{"a":{"enum":["x"]}}}"#,
            #"{"additionalProperties":{"type":"String"},"properties":{"a":{"enum":["x","y"]}}}"#, "+-"
        ),
        (#"{"type":"String","maxLength":5}"#, #"{"maxLength":5}"#, "+?"),
        (#"{"$ref":"http://elsewhere.example/s"}"#, #"{"$ref":"http://elsewhere.example/s"}"#, "++"),
        (#"{"pattern":"("}"#, #"{"pattern":"("}"#, "++"),
        (#"{"description":5}"#, #"[1]"#, "??"),
        (##"{"$ref":"#"}"##, ##"{"not":{"$ref":"#"}}"##, "??"),
    ])
    func `what cannot be read is only equal to itself`(old: String, new: String, expected: String) throws {
        #expect(try verdicts(old, new, .draft4) == expected)
    }

    @Test(arguments: [
        (
            #"{"properties":{"visibility":{"enum":["public","private"]}}}"#,
            #"{"properties":{"visibility":{"enum":["public","private","shared"]}}}"#, #"{"visibility":"shared"}"#,
            #"{"visibility": "shared"} is valid under the new schema, but the old one refuses it at /visibility: "#
                + #""shared" is none of the allowed values ["public", "private"] (enum)"#
        )
    ])
    func `a break is proved by a document and told in a sentence`(
        old: String, new: String, instance: String, sentence: String
    ) throws {
        let judgement = Compatibility.judge(
            old: try JSONValue(parsing: old), new: try JSONValue(parsing: new), dialect: .draft4)
        #expect(judgement.backward == .compatible(reason: nil))
        guard case .breaking(let witness) = judgement.forward else {
            Issue.record("forward is \(judgement.forward)")
            return
        }
        #expect(witness.instance == (try JSONValue(parsing: instance)))
        #expect(witness.sentence == sentence)
        #expect(witness.instancePointer.description == "/visibility")
        #expect(witness.schemaPointer.description == "/properties/visibility/enum")
    }

    @Test func `a part is judged with the references of its document`() throws {
        let old = Schema(
            try JSONValue(
                parsing: ##"{"properties":{"a":{"$ref":"#/definitions/t"}},"definitions":{"t":{"type":"string"}}}"##),
            dialect: .draft4)
        let new = Schema(try JSONValue(parsing: #"{"properties":{"a":{"type":["string","null"]}}}"#), dialect: .draft4)
        let pointer = try Pointer("/properties/a")
        let judgement = Compatibility.judge(old: old, oldPointer: pointer, new: new, newPointer: pointer)
        #expect(judgement.backward == .compatible(reason: nil))
        guard case .breaking(let witness) = judgement.forward else {
            Issue.record("forward is \(judgement.forward)")
            return
        }
        #expect(witness.instance == .null)
    }

    @Test func `deep and hostile schemas end in an answer`() throws {
        let depth = 400
        let deep = try JSONValue(
            parsing: String(repeating: #"{"items":"#, count: depth) + "true" + String(repeating: "}", count: depth))
        let counted = try JSONValue(parsing: #"{"pattern":"(a{1,200}){1,200}$"}"#)
        let enumeration = JSONValue.object(["enum": .array((0..<2_000).map { JSONValue($0) })])
        for pair in [(deep, counted), (counted, deep), (deep, enumeration), (enumeration, counted), (deep, deep)] {
            _ = Compatibility.judge(old: pair.0, new: pair.1, dialect: .draft7)
        }
        #expect(
            Compatibility.judge(old: enumeration, new: enumeration, dialect: .draft7).backward
                == .compatible(reason: "equal"))
    }
}
