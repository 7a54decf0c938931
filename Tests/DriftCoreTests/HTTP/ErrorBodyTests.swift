import Testing

@testable import DriftCore

/// Answers in the forms that Huawei Cloud documents, and what its own client reads in them.
@Suite struct HuaweiErrorBodyTests {
    @Test(arguments: try Fixture("huawei-ims/error-bodies.json").cases("cases"))
    func `an error answer is read as Huawei's client reads it`(_ test: FixtureCase) throws {
        var headers = HTTPHeaders()
        headers["Content-Type"] = test.value["contentType"]?.string
        headers["X-Request-Id"] = "rid"
        let response = HTTPResponse(
            status: try #require(test.value["status"]?.number?.int), headers: headers,
            body: Array((test.value["body"]?.string ?? "").utf8))
        guard let kind = test.value["kind"]?.string else {
            // A page with status 200 is no error answer: what reads documents suspects it.
            guard case .suspect(let suspicion) = Self.read(response) else {
                Issue.record("not suspected")
                return
            }
            #expect(suspicion.reason == .html)
            return
        }
        let body = ErrorBody(response)
        #expect(body.kind.rawValue == kind)
        #expect(body.code == test.value["code"]?.string)
        #expect(body.message == test.value["message"]?.string)
        #expect(body.requestID == "rid")
    }

    private static func read(_ response: HTTPResponse) -> Answer {
        AnswerReader(kind: .schema).read(
            response, to: HTTPRequest(url: "https://ims.example/v2/schemas/images"), known: nil,
            now: Timestamp(milliseconds: 0))
    }
}

@Suite struct ErrorBodyTests {
    private static func body(_ status: Int, _ text: String, url: String? = nil, hiding secrets: [Secret] = [])
        -> ErrorBody
    {
        ErrorBody(HTTPResponse(status: status, body: Array(text.utf8)), url: url, hiding: secrets)
    }

    @Test(arguments: [
        (
            401, #"{"error_code":"APIGW.0301","error_msg":"decrypt token fail","request_id":"r1"}"#,
            "decrypt token fail (APIGW.0301, request r1); the token is of no use any more"
        ),
        (
            400, #"{"error":{"message":"The imagetype is invalid.","code":"IMG.0024"}}"#,
            "The imagetype is invalid. (IMG.0024)"
        ),
        (403, #"{"forbidden":{"code":403,"message":"Policy"}}"#, "Policy"),
        (429, "", "raise the interval"),
        (500, #"{"title":"Broken","detail":"disk","status":500}"#, "Broken: disk"),
        (500, "<Error><Code>X.1</Code><Message>Access &amp; denied</Message></Error>", "Access & denied (X.1)"),
        (
            502, "<html><head><title>t</title><style>a{}</style></head><body>Bad <b>gateway</b></body></html>",
            "Bad gateway"
        ),
        (500, "plain\ttext\r\nof two lines", "plain text of two lines"),
        (500, "[1,2]", "[1,2]"),
        (500, "a\u{1B}[31mred\u{202E}b", "a [31mred b"),
    ])
    func `an answer becomes one clause`(status: Int, text: String, summary: String) {
        #expect(Self.body(status, text).summary == summary)
    }

    @Test func `nothing said is nothing told`() {
        #expect(Self.body(503, "").summary == nil)
        #expect(Self.body(503, "  \n").summary == nil)
    }

    @Test func `a long text is cut, and so is a word that may be a token`() throws {
        let long = try #require(Self.body(500, String(repeating: "word ", count: 1000)).message)
        #expect(long.count == ErrorText.lengthLimit)
        #expect(long.hasSuffix("…"))
        let token = String(repeating: "gAAAA", count: 40)
        #expect(Self.body(401, #"{"code":1,"message":"bad \#(token)"}"#).message == "bad <200 characters>")
    }

    @Test func `a secret that the server echoes is hidden`() {
        let body = Self.body(
            401, #"{"error":{"code":401,"message":"no user with password hunter2"}}"#, hiding: [Secret("hunter2")])
        #expect(body.message == "no user with password <redacted>")
    }

    @Test(arguments: [
        ("https://ims.example/schemas/images", "https://ims.example/v2/schemas/images"),
        ("https://x.example/image/v1/schemas/images", "https://x.example/image/v2/schemas/images"),
        ("https://x.example/v2.99/schemas/metadefs/tag", "https://x.example/v2/schemas/metadefs/tag"),
        ("https://x.example/v2/schemas/images", nil),
        ("https://x.example/", nil),
    ])
    func `a list of versions names the likely URL at the same host`(url: String, likely: String?) throws {
        let versions = try Fixture("huawei-ims/documented-versions.json").json
        let text = try #require(versions["versions-root.json"]?["body"]).canonicalString
        let body = Self.body(300, text, url: url)
        #expect(body.kind == .versionList)
        #expect(body.likelyURL == likely)
        let list = "a list of versions (v2.2, v2.1, v2.0, v1.1, v1.0)"
        #expect(body.summary == list + (likely.map { "; try \($0)" } ?? ""))
    }
}
