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
