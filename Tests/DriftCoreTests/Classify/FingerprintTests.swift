import Testing

@testable import DriftSchema

@Suite struct FingerprintTests {
    @Test func `a fingerprint is the digest of the text that is written down`() throws {
        let drift = try drift(#"{"enum":["a"]}"#, #"{"enum":["a","b"]}"#)
        #expect(drift.changes.map(\.fingerprint.hex) == [digest(#"[1,"image","/enum","enum-value-added",[],["b"]]"#)])
        #expect(
            drift.fingerprint.hex == digest("[1,[\"\(digest(#"[1,"image","/enum","enum-value-added",[],["b"]]"#))\"]]"))
    }

    /// Alerts are grouped by these across versions of the program: a difference here is a new fingerprint version.
    @Test(arguments: [
        (
            #"{"enum":["a"]}"#, #"{"enum":["a","b"]}"#,
            "b95d1c4e89d23d536bfe5e54a63f5d2ecac787d68515e350432ad8ad679cdb1a"
        ),
        (
            #"{"type":"string"}"#, #"{"type":["null","string"]}"#,
            "7fd9b4531850003bc2895f90de951174dc61f5ac9a7a7e6dfeae179c6d81ad9b"
        ),
        (
            #"{"properties":{}}"#, #"{"properties":{"x":{"type":"string","description":"an x"}}}"#,
            "01b2052f4d5da92f4bb8cb091694787b1220df4abb87da8c13220f3f5563f4ea"
        ),
        (
            #"{"description":"a"}"#, #"{"description":"b"}"#,
            "f4355dffe17c776428d863e34c2d6d1f6e8028ef015e4111d9b70bd6bdaf0877"
        ),
        (
            #"{"links":[{"rel":"self","href":"a"}]}"#, #"{"links":[{"rel":"self","href":"b"}]}"#,
            "d7fed81d1d5475ddef415482d2190136b795717a4f99d415bf020a2e32316bee"
        ),
        (
            #"{"maxLength":255,"title":"a"}"#, #"{"maxLength":80,"title":"b"}"#,
            "3698eaaaa9eb631c34343f814066c94a16104eb95b901cd911d16773474144a6"
        ),
    ])
    func `the fingerprint of a drift stays what it is`(old: String, new: String, expected: String) throws {
        #expect(try drift(old, new).fingerprint.hex == expected)
    }

    @Test func `annotations inside what came do not matter`() throws {
        let plain = try drift(#"{"properties":{}}"#, #"{"properties":{"x":{"type":"string"}}}"#)
        let described = try drift(
            #"{"properties":{}}"#, #"{"properties":{"x":{"type":["string"],"title":"X","description":"an x"}}}"#)
        let described2 = try drift(
            #"{"properties":{}}"#, #"{"properties":{"x":{"type":["string"],"description":"x of this region"}}}"#)
        #expect(described.fingerprint == described2.fingerprint)
        #expect(
            plain.fingerprint
                != (try drift(#"{"properties":{}}"#, #"{"properties":{"x":{"type":"null"}}}"#)).fingerprint)
        let named = try drift(
            #"{"properties":{}}"#, #"{"properties":{"x":{"properties":{"description":{"type":"string"}}}}}"#)
        let unnamed = try drift(#"{"properties":{}}"#, #"{"properties":{"x":{"properties":{}}}}"#)
        #expect(named.fingerprint != unnamed.fingerprint, "a property called description is no annotation")
    }

    @Test func `cosmetic changes beside others do not matter`() throws {
        let bare = try drift(#"{"maxLength":5}"#, #"{"maxLength":4}"#)
        let described = try drift(#"{"maxLength":5,"title":"a"}"#, #"{"maxLength":4,"title":"b"}"#)
        #expect(bare.fingerprint == described.fingerprint)
        #expect(described.changes.count == 2)
    }

    @Test func `two regions that name themselves have one fingerprint`() throws {
        func drift(in region: String, _ regions: [String]) throws -> Drift {
            try Classifier(options: .init(schema: "image", regionNames: regions)).drift(
                from: JSONValue(parsing: #"{"enum":["a"]}"#),
                to: JSONValue(parsing: #"{"enum":["a","https://ims.\#(region).example.com/v2"]}"#))
        }
        let names = ["eu-de", "eu-nl", "eu"]
        #expect(try drift(in: "eu-de", names).fingerprint == drift(in: "eu-nl", names).fingerprint)
        #expect(try drift(in: "eu-de", []).fingerprint != drift(in: "eu-nl", []).fingerprint)
    }

    @Test(arguments: [
        ("https://ims.cn-north-1.example.com", "https://ims.{region}.example.com"),
        ("cn-north-10", "cn-north-10"),
        ("cn-north-1", "{region}"),
        ("xcn-north-1", "xcn-north-1"),
        ("cn-north-1,cn-north-4", "{region},{region}"),
        ("1.0", "1.{region}"),
    ])
    func `a region's name counts where it stands as a word`(text: String, expected: String) {
        #expect(RegionPlaceholder(["cn-north-1", "cn-north-4", "0", ""]).replaced(text) == expected)
    }

    @Test func `nothing and null differ`() throws {
        let null = try drift("{}", #"{"const":null}"#)
        #expect(null.changes.first?.fingerprint.hex == digest(#"[1,"image","/const","const-added",[],[null]]"#))
    }

    @Test func `a moved branch keeps the fingerprint of what changed in it`() throws {
        let first = try drift(
            #"{"anyOf":[{"title":"n","maximum":5},{"title":"s","maxLength":5}]}"#,
            #"{"anyOf":[{"title":"n","maximum":5},{"title":"s","maxLength":4}]}"#)
        let moved = try drift(
            #"{"anyOf":[{"title":"s","maxLength":5},{"title":"n","maximum":5}]}"#,
            #"{"anyOf":[{"title":"n","maximum":5},{"title":"s","maxLength":4}]}"#)
        #expect(first.fingerprint == moved.fingerprint)
        #expect(moved.changes.map(\.kind.id) == ["max-length-decreased", "order-changed"])
    }

    private func drift(_ old: String, _ new: String) throws -> Drift {
        try Classifier(options: .init(schema: "image")).drift(
            from: JSONValue(parsing: old), to: JSONValue(parsing: new))
    }

    private func digest(_ text: String) -> String { Digest(of: text.utf8).hex }
}
