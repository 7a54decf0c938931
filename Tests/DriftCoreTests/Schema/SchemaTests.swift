import Testing

@testable import DriftSchema

@Suite struct SchemaTests {
    private func schema(_ text: String, _ dialect: Dialect = .draft202012, remotes: [String: JSONValue] = [:]) throws
        -> Schema
    {
        Schema(try JSONValue(parsing: text), dialect: dialect, remotes: remotes)
    }

    @Test(arguments: [
        (#"{"type":"String"}"#, "/type", #""String" is no type; did the author mean "string"?"#, Dialect.draft4),
        (#"{"type":"file"}"#, "/type", #""file" is no type"#, .draft4),
        (#"{"type":[]}"#, "/type", "the list of types is empty", .draft4),
        (#"{"type":["string",{}]}"#, "/type", "a list of types holds names, not an object", .draft4),
        (
            #"{"properties":{"a":{"required":true}}}"#, "/properties/a/required",
            "it must be a list of names, not true", .draft4
        ),
        (#"{"required":"a"}"#, "/required", #"it must be a list of names, not the string "a""#, .draft4),
        (#"{"enum":"a"}"#, "/enum", #"it must be a list, not the string "a""#, .draft4),
        (#"{"enum":[]}"#, "/enum", "the list is empty, so no value is valid", .draft4),
        (#"{"minLength":-1}"#, "/minLength", "it must be a whole number from 0 on, not -1", .draft4),
        (#"{"maxItems":1.5}"#, "/maxItems", "it must be a whole number from 0 on, not 1.5", .draft4),
        (#"{"multipleOf":0}"#, "/multipleOf", "it must be a number above 0, not 0", .draft4),
        (#"{"maximum":"3"}"#, "/maximum", #"it must be a number, not the string "3""#, .draft4),
        (#"{"exclusiveMaximum":3}"#, "/exclusiveMaximum", "it must be true or false in draft-04, not 3", .draft4),
        (#"{"exclusiveMaximum":true}"#, "/exclusiveMaximum", "it must be a number, not true", .draft6),
        (#"{"uniqueItems":"yes"}"#, "/uniqueItems", #"it must be true or false, not the string "yes""#, .draft4),
        (#"{"anyOf":[]}"#, "/anyOf", "it must be a list of one schema or more, not an empty list", .draft4),
        (#"{"properties":[]}"#, "/properties", "it must be an object of schemas, not a list", .draft4),
        (#"{"properties":{"a":"string"}}"#, "/properties/a", "a string is no schema", .draft4),
        (#"{"items":[{}]}"#, "/items", "a list is no schema", .draft202012),
        (
            #"{"properties":{"a":true}}"#, "/properties/a",
            "true is no schema in draft-04; it is read as in later versions", .draft4
        ),
        (
            #"{"properties":{"additionalProperties":true}}"#, "/properties/additionalProperties",
            "true is no schema in draft-04; it is read as in later versions", .draft4
        ),
        (#"{"pattern":"[a"}"#, "/pattern", "'[' without ']' at character 1 of the pattern", .draft4),
        (
            #"{"patternProperties":{"*":{}}}"#, "/patternProperties/*",
            "a quantifier with nothing to repeat at character 1 of the pattern", .draft4
        ),
        (#"{"$ref":7}"#, "/$ref", "it must be a string, not 7", .draft202012),
        (##"{"$ref":"#missing"}"##, "/$ref", "it refers to the anchor 'missing', which is not there", .draft202012),
        (##"{"$ref":"#/%zz"}"##, "/$ref", "'#/%zz' ends in no JSON Pointer", .draft202012),
        (#"{"dependencies":{"a":"b"}}"#, "/dependencies", "the entry 'a' must be a list of names or a schema", .draft4),
        (
            #"{"$defs":{"a":{"$id":"http://x/a"},"b":{"$id":"http://x/a"}}}"#, "/$defs/b",
            "the identifier 'http://x/a' is used twice", .draft202012
        ),
        ("[]", "", "a list is no schema", .draft4),
    ])
    func `what is wrong with a schema is said with its place`(
        text: String, pointer: String, message: String, dialect: Dialect
    ) throws {
        let issues = try schema(text, dialect).issues
        #expect(issues.map(\.message) == [message])
        #expect(issues.first?.location.pointer.description == pointer)
    }

    @Test(arguments: [
        ##"{"enum":[{"$ref":"http://nowhere/"}],"const":{"$ref":"#/no"},"default":{"type":"String"}}"##,
        #"{"examples":[{"pattern":"("}]}"#,
        #"{"x-unknown":{"$ref":"http://nowhere/","type":"String"}}"#,
        #"{"properties":{"$ref":{"type":"string"},"type":{"enum":["String"]}}}"#,
        #"{"then":{"minimum":1},"minContains":"x"}"#,
        #"{"additionalProperties":false,"properties":{"a":{"additionalProperties":true,"additionalItems":false}}}"#,
    ])
    func `data, unknown keywords and inert ones are no issue`(text: String) throws {
        #expect(try schema(text).issues.isEmpty)
        #expect(try schema(text, .draft4).issues.isEmpty)
    }

    @Test func `up to draft 7 what stands beside a reference is ignored`() throws {
        let text = ##"{"definitions":{"a":{"type":"null"}},"$ref":"#/definitions/a","type":"String","minimum":"x"}"##
        #expect(try schema(text, .draft7).issues.isEmpty)
        #expect(try schema(text, .draft201909).issues.count == 2)
    }

    @Test func `a reference leads to the node it names`() throws {
        let model = try schema(##"{"$defs":{"a b":{"$anchor":"x"}},"allOf":[{"$ref":"#/$defs/a%20b"},{"$ref":"#x"}]}"##)
        let targets = model.nodes.flatMap(\.constraints).compactMap { constraint in
            if case .reference(let target) = constraint.rule {
                model.nodes[target].location.pointer.description
            } else {
                nil
            }
        }
        #expect(targets == ["/$defs/a b", "/$defs/a b"])
    }

    @Test func `a reference may lead where no keyword does, and there data become a schema`() throws {
        let model = try schema(##"{"components":{"x":{"items":{"type":"null"}}},"$ref":"#/components/x/items"}"##)
        #expect(model.nodes.map(\.location.pointer.description) == ["", "/components/x/items"])
    }

    @Test func `remote documents are used when they are given and refer to each other`() throws {
        let remotes: [String: JSONValue] = [
            "http://example.com/a.json#": ["items": ["$ref": "b.json"]],
            "http://example.com/b.json": ["type": "Nothing"],
        ]
        let model = try schema(#"{"$ref":"http://example.com/a.json"}"#, remotes: remotes)
        #expect(model.issues.map(\.location.description) == ["http://example.com/b.json#/type"])
    }

    @Test(arguments: Dialect.allCases)
    func `a metaschema is a schema of its own dialect and of itself`(dialect: Dialect) throws {
        let document = try #require(Metaschema.document(at: dialect.uri))
        let model = Schema(document, dialect: dialect)
        #expect(model.issues.isEmpty)
        #expect(Validator(model).validate(document) == .valid)
        #expect(Validator(model).isValid(["minimum": "1"]) == false)
    }

    @Test func `every metaschema text parses and has the URI it is filed under`() throws {
        for (uri, text) in Metaschema.texts {
            let document = try JSONValue(parsing: text)
            let id = (document["$id"] ?? document["id"])?.string
            #expect(id.map { URIReference($0).withoutFragment.description == uri } ?? false || id == uri + "#")
        }
        #expect(Metaschema.texts.count == 20)
    }

    @Test(arguments: [
        ("{}", true), ("true", true), (#"{"title":"x"}"#, true), (#"{"error":{"code":404}}"#, false), ("[]", false),
        ("1", false), (#"{"const":1}"#, false),
    ])
    func `a document without any known keyword does not look like a schema`(text: String, expected: Bool) throws {
        #expect(try schema(text, .draft4).looksLikeSchema == expected)
    }

    @Test func `a schema that says nothing has no constraints`() throws {
        let types = #"["array","boolean","null","number","object","string"]"#
        let text = #"{"type":\#(types),"minLength":0,"required":[],"title":"x"}"#
        #expect(try schema(text).root.constraints.isEmpty)
    }
}
