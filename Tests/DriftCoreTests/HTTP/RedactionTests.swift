import Testing

@testable import DriftCore

/// What a server repeats of a secret is taken out, in the forms that texts are written in.
@Suite struct RedactionTests {
    private let redaction = Redaction([Secret("a+b/<&\"c ü"), Secret("longer a+b/<&\"c ü"), Secret("")])

    @Test(arguments: [
        ("x a+b/<&\"c ü y", "x <redacted> y"),
        ("longer a+b/<&\"c ü", "<redacted>"),
        ("a%2Bb%2F%3C%26%22c%20%C3%BC", "<redacted>"),
        ("a%2bb%2f%3c%26%22c%20%c3%bc!", "<redacted>!"),
        (#"{"x":"a+b/<&\"c ü"}"#, #"{"x":"<redacted>"}"#),
        (#"a+b\/<&\"c ü"#, "<redacted>"),
        ("<p>a+b/&lt;&amp;&quot;c ü</p>", "<p><redacted></p>"),
        ("YStiLzwmImMgw7w=", "<redacted>="),
        ("a+b/<&\"c", "a+b/<&\"c"),
        ("aa+b/<&\"c üa+b/<&\"c ü", "a<redacted><redacted>"),
    ])
    func `every form of it goes`(text: String, expected: String) {
        #expect(redaction.text(text) == expected)
    }

    /// In each of these `gAAAAA-Sekret/token+0123` stands once, and nothing of it stays.
    @Test(arguments: [
        #"\u0067AAAAA-Sekret/token+0123"#, #"gAAAAA-S\u0065kret\/token\u002b0123"#,
        #"gAAAAA-S\\u0065kret\\/token+0123"#,
        #"\u0067\u0041\u0041\u0041\u0041\u0041\u002D\u0053\u0065\u006B\u0072\u0065\u0074\u002f\u0074\u006f\u006b\u0065\u006e\u002b\u0030\u0031\u0032\u0033"#,
        "gAAAAA%2dSekret%2Ftoken%2B0123", "%67AAAAA-Sekret/token+0123", "gAAAAA-Sekret%252Ftoken%252B0123",
        "&#103;AAAAA-Sekret/token+0123", "&#x67;AAAAA-Sekret&#47;token&plus;0123", "gAAAAA&amp;#45;Sekret/token+0123",
        #"\x67AAAAA-Sekret/token+0123"#, "GAAAAA-SEKRET/TOKEN+0123", "gaaaaa-sekret/token+0123",
        "gAAAAA-Sek\r\nret/token+0123", "gAAAAA-Sek\n    ret/tok\n    en+0123", #"gAAAAA-Sek\nret/token+0123"#,
        "gAAAAA-Sek=\r\nret/token+0123", "gAAAAA-Sek\\\nret/token+0123", "gAAAAA-Sek<br>ret/<wbr>token+0123",
        "g A A A A A - S e k r e t / t o k e n + 0 1 2 3", "gAAAAA-Sek\u{AD}ret/token\u{200B}+0123",
        #"gAAAAA-Sek", "ret/token+0123"#, "gAAAAA-Sek\" +\n \"ret/token+0123",
        "Z0FBQUFBLVNla3JldC90b2tlbiswMTIz", "Z0FBQUFBLVNla3JldC90b2tlbiswMTIz".replacing("/", with: "_"),
        "Z0FBQUFBLVNla3Jl\r\ndC90b2tlbiswMTIz", #"Z0FBQUFBLVNla3Jl\ndC90b2tlbiswMTIz"#,
        "Z0FBQUFBLVNla3JldC90b2tlbi%73wMTIz",
        "674141414141 2d53656b7265742f746f6b656e2b30313233", "674141414141-2D53656B7265742F746F6B656E2B30313233",
        "67:41:41:41:41:41:2d:53:65:6b:72:65:74:2f:74:6f:6b:65:6e:2b:30:31:32:33",
    ])
    func `a token goes however it is written`(written: String) {
        let redaction = Redaction([Secret("gAAAAA-Sekret/token+0123")])
        #expect(redaction.text("[\(written)]") == "[<redacted>]")
        #expect(redaction.found(in: Array(written.utf8)))
    }

    @Test(arguments: 0..<7, ["", "y", "yz", "yzx"])
    func `base64 holds it wherever in a longer text it begins`(before: Int, after: String) {
        let text = String(repeating: "x", count: before) + "gAAAAA-Sekret/token+0123" + after
        let encoded = Base64.encoded(Array(text.utf8))
        for written in [encoded, encoded.replacing("+", with: "-").replacing("/", with: "_")] {
            let shown = Redaction([Secret("gAAAAA-Sekret/token+0123")]).text(written)
            #expect(shown.contains("<redacted>"))
            // What is left has no six digits of it in a row.
            let digits = Array(written.utf8)
            for start in 12..<max(12, digits.count - 16) {
                #expect(!shown.contains(String(decoding: digits[start..<start + 6], as: UTF8.self)))
            }
        }
    }

    @Test(arguments: [
        "gAAAAA-Sekret/token+012", "gAAAAA-Sekrat/token+0123", "AAAAA-Sekret/token+0123",
        #"\u0068AAAAA-Sekret/token+0123"#,
        "gAAAAA; Sekret/token+0123", "", "%", "&", "\\", "&#;", "%2", #"\u00"#, "Z0FBQUFBLVNl",
    ])
    func `what is not the token stays`(text: String) {
        let redaction = Redaction([Secret("gAAAAA-Sekret/token+0123")])
        #expect(redaction.text(text) == text)
    }

    @Test func `short secrets are found as they are, not by chance`() {
        let redaction = Redaction([Secret("no"), Secret("pass")])
        #expect(redaction.text("n o, p a s s, Pass, cGFzcw==, 6e6f") == "n o, p a s s, Pass, cGFzcw==, 6e6f")
        #expect(redaction.text(#"no, p\u0061ss, %70ass"#) == "<redacted>, <redacted>, <redacted>")
    }

    @Test func `a text made to be searched for long is searched in no time`() {
        let redaction = Redaction([Secret("%25%25%25%25%25%25%25%25%25%25%25%25")])
        let text = String(repeating: "%25", count: 100_000) + "!"
        #expect(redaction.text(text).contains("<redacted>"))
        let blanks = String(repeating: "g" + String(repeating: " ", count: 1000), count: 200)
        #expect(Redaction([Secret("gAAAAA-Sekret/token+0123")]).text(blanks) == blanks)
    }

    @Test func `what is no secret of a request stays`() {
        var request = HTTPRequest(url: "https://a.example/")
        for (name, value) in [
            ("Accept", "application/json"), ("If-None-Match", "\"etag\""), ("X-Auth-Token", "gAAAA"),
            ("Authorization", "Basic dTpw"), ("X-Flag", "on"), ("X-Kind", "description"), ("X-Lab", "s3cret-value"),
        ] { request.headers[name] = value }
        #expect(request.secrets.map(\.revealed) == ["gAAAA", "Basic dTpw", "dTpw", "description", "s3cret-value"])
        // A document may hold any word; it is refused only for what is a credential beyond doubt.
        #expect(request.credentials.map(\.revealed) == ["Basic dTpw", "s3cret-value"])
    }

    @Test(arguments: [
        ("https://u:p@h.example/x", "https://<redacted>@h.example/x"),
        ("u:p@h.example", "<redacted>@h.example"),
        ("https://u:p/w@h.example/x", "https://<redacted>@h.example/x"),
        ("https://h.example:8080/x@y", "https://h.example:8080/x@y"),
        ("https://h.example/x?y=a@b", "https://h.example/x?y=a@b"),
    ])
    func `a URL is shown without its user`(url: String, expected: String) {
        #expect(url.hidingUser == expected)
    }
}

extension RedactionTests {
    @Test func `texts of a JSON value go one by one`() {
        let value: JSONValue = [
            "endpoints": [["url": "https://a.example/gAAAAA-Sekret/token+0123/v2", "region": "r1"], 1]
        ]
        let shown: JSONValue = ["endpoints": [["url": "https://a.example/<redacted>/v2", "region": "r1"], 1]]
        #expect(Redaction([Secret("gAAAAA-Sekret/token+0123")]).value(value) == shown)
        #expect(Redaction([Secret("another-secret-0123")]).value(value) == value)
    }
}
