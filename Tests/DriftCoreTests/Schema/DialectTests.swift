import Testing

@testable import DriftSchema

@Suite struct DialectTests {
    @Test(arguments: [
        ("http://json-schema.org/draft-03/schema#", Dialect.draft3),
        ("http://json-schema.org/draft-04/schema", .draft4),
        ("https://json-schema.org/draft-04/schema#", .draft4),
        ("http://json-schema.org/draft-04/hyper-schema#", .draft4),
        ("http://json-schema.org/draft-06/schema#", .draft6),
        ("http://json-schema.org/draft-07/schema#", .draft7),
        ("https://json-schema.org/draft/2019-09/schema", .draft201909),
        ("https://json-schema.org/draft/2020-12/schema#", .draft202012),
    ])
    func `a dialect is known by its URI`(uri: String, expected: Dialect) {
        #expect(Dialect(schemaURI: uri) == expected)
    }

    @Test(arguments: [
        "", "#", "http://json-schema.org/schema#", "http://json-schema.org/draft-05/schema#", "http://example.com/",
        "json-schema.org/draft-07/schemata", "http://json-schema.org/draft-07/schema#foo",
    ])
    func `another URI names no dialect`(uri: String) {
        #expect(Dialect(schemaURI: uri) == nil)
    }

    @Test(arguments: [
        ("3", Dialect.draft3), ("draft4", .draft4), ("draft-06", .draft6), ("07", .draft7), ("Draft-07", .draft7),
        ("2019-09", .draft201909), ("draft2020-12", .draft202012), ("202012", .draft202012),
    ])
    func `a dialect is known by a name`(name: String, expected: Dialect) {
        #expect(Dialect(name: name) == expected)
    }

    @Test(arguments: ["", "5", "draft", "seven", "2021-01"])
    func `another name is no dialect`(name: String) {
        #expect(Dialect(name: name) == nil)
    }

    @Test(
        arguments: [
            (
                #"{"$schema":"http://json-schema.org/draft-06/schema#"}"#, Dialect.draft7, "/v2/schemas/images",
                Dialect.draft6
            ),
            (#"{"$schema":"http://example.com/mine"}"#, .draft7, "/v2/schemas/images", .draft7),
            ("{}", .draft7, "/v2/schemas/images", .draft7), ("{}", nil, "/v2/schemas/images", .draft4),
            ("{}", nil, "/schemas/x.json", .draft202012), ("{}", nil, nil, .draft202012),
            ("true", nil, nil, .draft202012),
        ] as [(String, Dialect?, String?, Dialect)])
    func `the dialect of a target follows one rule`(
        document: String, configured: Dialect?, path: String?, expected: Dialect
    ) throws {
        let document = try JSONValue(parsing: document)
        #expect(Dialect.applying(to: document, configured: configured, urlPath: path) == expected)
    }

    @Test func `dialects are ordered by age`() {
        #expect(Dialect.allCases.sorted() == Dialect.allCases)
    }

    @Test func `keywords come and go with the dialects`() {
        #expect(Dialect.draft3.keyword("divisibleBy") != nil)
        #expect(Dialect.draft4.keyword("divisibleBy") == nil)
        #expect(Dialect.draft4.keyword("const") == nil)
        #expect(Dialect.draft6.keyword("const")?.shape == .assertion)
        #expect(Dialect.draft7.keyword("items")?.shape == .schemaOrList)
        #expect(Dialect.draft202012.keyword("items")?.shape == .schema)
        #expect(Dialect.draft202012.keyword("is_base") == nil)
    }
}
