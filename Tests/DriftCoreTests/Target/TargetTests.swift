import Testing

@testable import DriftCore

@Suite struct TargetTests {
    @Test(arguments: [
        "cloud/RegionOne/images", "cloud/-/image", "cloud/cn-north-4/metadefs/namespace", "my cloud/région/images",
    ])
    func `a key is what it prints`(text: String) throws {
        #expect(try TargetKey(text).description == text)
    }

    @Test(arguments: [
        ("cloud/images", TargetError.invalidKey("cloud/images")), ("", .invalidKey("")),
        ("/r/images", .invalidCloud("")),
        ("c//images", .invalidRegion("")), ("c/r/", .invalidSchemaName("")), ("c/r/a//b", .invalidSchemaName("a//b")),
        ("c/r/../x", .invalidSchemaName("../x")), ("c/r\u{7}/x", .invalidRegion("r\u{7}")),
    ])
    func `what is no key is refused`(text: String, error: TargetError) {
        #expect(throws: error) { try TargetKey(text) }
    }

    @Test(arguments: [
        ("http://A.example:80/v2", "http://a.example:80"), ("HTTPS://a.example", "https://a.example"),
        ("https://a.example?x=1", "https://a.example"), ("http://[::1]:9/x/y", "http://[::1]:9"),
    ])
    func `the origin is scheme, host and port`(url: String, origin: String) {
        #expect(Target.origin(of: url) == origin)
    }

    @Test(arguments: [
        ("images", Role.reader), ("image", .both), ("members", .reader), ("member", .both),
        ("metadefs/namespaces", .reader),
        ("metadefs/namespace", .both), ("metadefs/properties", .reader), ("s0", .both),
    ])
    func `collections are read, single things are also written`(name: String, role: Role) throws {
        #expect(Role.standard(for: try SchemaName(name)) == role)
    }

    @Test func `a secret never prints`() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(SecretHeader(name: "X-Auth-Token", value: secret), to: &dumped)
        let texts = [
            "\(secret)", String(reflecting: secret), "\([secret])", String(describing: Optional(secret)), dumped,
        ]
        #expect(texts.allSatisfy { !$0.contains("hunter2") && $0.contains("redacted") })
        #expect(secret.revealed == "hunter2")
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_700_000_000_123, "2023-11-14T22:13:20.123Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (4_102_444_799_999, "2099-12-31T23:59:59.999Z"),
        ] as [(Int64, String)])
    func `instants print and read as RFC 3339`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
        #expect(Timestamp(rfc3339: text) == Timestamp(milliseconds: milliseconds))
    }

    @Test(
        arguments: [
            ("2026-11-22", 1_795_305_600_000), ("2026-11-22T02:00:56Z", 1_795_312_856_000),
            ("2026-11-22T02:00:56.000000Z", 1_795_312_856_000), ("2026-11-22T03:00:56+01:00", 1_795_312_856_000),
        ] as [(String, Int64)])
    func `other forms of RFC 3339 are read`(text: String, milliseconds: Int64) {
        #expect(Timestamp(rfc3339: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-13-01", "2026-02-30", "2026-11-22T25:00:00Z", "2026-11-22T02:00:56", "2026-11-22T02:00:56Zx",
        "yesterday",
    ])
    func `what is no instant is refused`(text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }
}
