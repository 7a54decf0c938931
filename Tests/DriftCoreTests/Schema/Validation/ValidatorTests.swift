import Testing

@testable import DriftSchema

@Suite struct ValidatorTests {
    private func result(_ schema: String, _ instance: String, _ dialect: Dialect = .draft202012) throws
        -> ValidationResult
    {
        let validator = Validator(schema: try JSONValue(parsing: schema), dialect: dialect)
        let instance = try JSONValue(parsing: instance)
        let result = validator.validate(instance)
        let fast = validator.isValid(instance)
        switch result {
        case .valid: #expect(fast == true)
        case .invalid: #expect(fast == false)
        case .undecided: #expect(fast == nil)
        }
        return result
    }

    @Test(arguments: [
        (#"{"type":"string"}"#, "1", "", "/type", "1 is not of type string"),
        (#"{"type":["null","integer"]}"#, "1.5", "", "/type", "1.5 is not of type null or integer"),
        (
            #"{"enum":["a","b"]}"#, #""c""#, "", "/enum", #""c" is none of the allowed values ["a", "b"]"#
        ),
        (#"{"const":1}"#, "true", "", "/const", "true is not 1"),
        (#"{"required":["a"]}"#, "{}", "", "/required", "the property 'a' is missing"),
        (
            #"{"properties":{"a/b":{"maxLength":2}}}"#, #"{"a/b":"xyz"}"#, "/a~1b", "/properties/a~1b/maxLength",
            #""xyz" has 3 characters; at most 2 are allowed"#
        ),
        (
            #"{"additionalProperties":false}"#, #"{"x":1}"#, "/x", "/additionalProperties", "nothing is allowed here"
        ),
        (#"{"items":{"minimum":3}}"#, "[3,2]", "/1", "/items/minimum", "2 is less than the minimum, 3"),
        (
            #"{"exclusiveMaximum":3}"#, "3", "", "/exclusiveMaximum", "3 is greater than the maximum, less than 3"
        ),
        (#"{"multipleOf":0.01}"#, "0.015", "", "/multipleOf", "0.015 is not a multiple of 0.01"),
        (#"{"pattern":"^a"}"#, #""ba""#, "", "/pattern", #""ba" does not match the pattern '^a'"#),
        (#"{"uniqueItems":true}"#, "[1,2,1.0]", "", "/uniqueItems", "the items 0 and 2 are equal"),
        (
            ##"{"$defs":{"a":{"type":"null"}},"$ref":"#/$defs/a"}"##, "1", "", "/$defs/a/type",
            "1 is not of type null"
        ),
        (#"{"anyOf":[{"type":"null"},false]}"#, "1", "", "/anyOf", "1 conforms to none of the 2 schemas allowed"),
        (
            #"{"anyOf":[{"type":"null"},{"properties":{"a":{"anyOf":[{"type":"null"},{"maxLength":1}]}}}]}"#,
            #"{"a":"xy"}"#, "", "/anyOf",
            #"{"a": "xy"} conforms to none of the 2 schemas allowed; the nearest, /anyOf/1, says: at /a, "#
                + #""xy" conforms to none of the 2 schemas allowed; the nearest, /anyOf/1, says: "#
                + #""xy" has 2 characters; at most 1 are allowed"#
        ),
        (
            #"{"oneOf":[true,{"type":"integer"}]}"#, "1", "", "/oneOf",
            "1 conforms to 2 schemas (0, 1) where exactly one is allowed"
        ),
        (
            #"{"not":{"type":"integer"}}"#, "1", "", "/not",
            "1 conforms to the schema that it must not conform to"
        ),
        (
            #"{"contains":{"const":1},"maxContains":1}"#, "[1,1]", "", "/contains",
            "2 items conform to the schema that at most 1 item may conform to"
        ),
        (
            #"{"dependentRequired":{"a":["b"]}}"#, #"{"a":1}"#, "", "/dependentRequired/a",
            "the property 'b' is missing, which 'a' requires"
        ),
    ])
    func `a violation says what, where and why`(
        schema: String, instance: String, instancePointer: String, schemaPointer: String, sentence: String
    ) throws {
        guard case .invalid(let violations) = try result(schema, instance), let violation = violations.first else {
            Issue.record("\(instance) should be invalid under \(schema)")
            return
        }
        #expect(violations.count == 1)
        #expect(violation.instancePointer.description == instancePointer)
        #expect(violation.schemaPointer.description == schemaPointer)
        #expect(violation.sentence == sentence)
    }

    @Test func `every violation is found, not the first alone`() throws {
        let schema = #"{"required":["c"],"properties":{"a":{"type":"string"},"b":{"minimum":5,"multipleOf":2}}}"#
        guard case .invalid(let violations) = try result(schema, #"{"a":1,"b":3}"#) else {
            Issue.record("should be invalid")
            return
        }
        #expect(
            violations.map(\.schemaPointer.description) == [
                "/required", "/properties/a/type", "/properties/b/multipleOf", "/properties/b/minimum",
            ])
    }

    @Test(arguments: [
        (#"{"type":"String"}"#, "1", #"'type' cannot be decided: "String" is no type; did the author mean "string"?"#),
        (
            #"{"pattern":"("}"#, #""a""#,
            "'pattern' cannot be decided: '(' without ')' at character 1 of the pattern"
        ),
        (
            #"{"$ref":"http://example.com/s.json#/x"}"#, "1",
            "'$ref' cannot be decided: it refers to 'http://example.com/s.json', "
                + "which is not part of the schema and is not fetched"
        ),
        (##"{"$ref":"#/nowhere"}"##, "1", "'$ref' cannot be decided: it refers to '#/nowhere', where there is nothing"),
        (##"{"$ref":"#"}"##, "1", "the schema refers to itself for the same part, without end"),
        (
            ##"{"allOf":[{"$ref":"#"},{"$ref":"#"}]}"##, "1",
            "the schema refers to itself for the same part, without end"
        ),
        (
            #"{"additionalProperties":{"required":true}}"#, #"{"a":{}}"#,
            "'required' cannot be decided: it must be a list of names, not true"
        ),
        (#"{"patternProperties":{"(":false}}"#, #"{"a":1}"#, "'(' without ')' at character 1 of the pattern"),
        (
            #"{"pattern":"^(a+)+\\1$"}"#, #""aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab""#,
            "the pattern '^(a+)+\\1$' takes too many steps to decide"
        ),
    ])
    func `a part that nobody can decide makes the answer undecided`(
        schema: String, instance: String, reason: String
    ) throws {
        guard case .undecided(let doubts) = try result(schema, instance) else {
            Issue.record("\(schema) should be undecided")
            return
        }
        #expect(doubts.first?.reason == reason)
    }

    @Test(
        arguments: [
            (#"{"type":"String","maxLength":1}"#, #""ab""#, false),
            (#"{"anyOf":[{"type":"String"},{"type":"integer"}]}"#, "1", true),
            (#"{"allOf":[{"type":"String"},false]}"#, "1", false),
            (#"{"oneOf":[{"type":"String"},true,true]}"#, "1", false),
            (#"{"additionalProperties":{"type":"String"}}"#, "{}", true),
            (#"{"if":{"type":"String"},"then":false,"else":false}"#, "1", nil),
            (#"{"if":{"type":"String"},"then":true,"else":{"minimum":0}}"#, "1", true),
            (
                #"{"patternProperties":{"(":{"type":"integer"}},"additionalProperties":{"minimum":0}}"#, #"{"a":1}"#,
                true
            ),
            (#"{"not":{"type":"String"}}"#, "1", nil),
            (#"{"$ref":"http://example.com/s","unevaluatedProperties":false}"#, #"{"a":1}"#, nil),
            (#"{"$ref":"http://example.com/s","unevaluatedItems":false}"#, "[1]", nil),
            (#"{"anyOf":[{"$ref":"http://example.com/s"},true],"unevaluatedProperties":false}"#, #"{"a":1}"#, nil),
            (#"{"type":"String","unevaluatedProperties":false}"#, #"{"a":1}"#, false),
            (
                #"{"anyOf":[{"type":"String","properties":{"a":true}},true],"unevaluatedProperties":false}"#,
                #"{"a":1}"#, nil
            ),
            (
                #"{"anyOf":[{"type":"String","properties":{"a":true}},true],"unevaluatedProperties":false}"#,
                #"{"b":1}"#, false
            ),
        ] as [(String, String, Bool?)])
    func `what decides without the unknown part decides`(schema: String, instance: String, expected: Bool?) throws {
        switch try result(schema, instance) {
        case .valid: #expect(expected == true)
        case .invalid: #expect(expected == false)
        case .undecided: #expect(expected == nil)
        }
    }
}
