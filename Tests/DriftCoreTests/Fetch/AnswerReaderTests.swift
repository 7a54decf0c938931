import Testing

@testable import DriftCore

@Suite struct AnswerReaderTests {
    private static func read(
        _ status: Int, _ body: String, type: String = "application/json", kind: DocumentKind = .schema,
        conditional: Bool = false, headers: [(name: String, value: String)] = []
    ) -> Answer {
        var request = HTTPRequest(url: "http://a.example/v2/schemas/images")
        if conditional { request.headers["If-None-Match"] = "\"1\"" }
        let response = HTTPResponse(
            status: status, headers: HTTPHeaders([("Content-Type", type)] + headers), body: Array(body.utf8))
        return AnswerReader(kind: kind).read(response, to: request, known: nil, now: Timestamp(milliseconds: 0))
    }

    private static func reason(_ answer: Answer) -> Suspicion.Reason? {
        if case .suspect(let suspicion) = answer { suspicion.reason } else { nil }
    }

    @Test(arguments: [
        #"{"type":"object"}"#, "\u{FEFF}{\"properties\":{}}", #"{"name":"images","properties":{"images":{}}}"#,
        ##"{"$ref":"#/definitions/a"}"##, #"{"properties":{"error":{"type":"string"}},"error":1}"#,
    ])
    func `a schema is a document`(body: String) throws {
        guard case .document(let document) = Self.read(200, body) else {
            Issue.record("not taken for a document")
            return
        }
        let value = try JSONValue(parsing: body)
        #expect(document.text == value.canonicalText)
        #expect(document.digest == Digest(of: value.canonicalText))
    }

    @Test(
        arguments: [
            ("", .empty), (" \r\n", .empty), ("<html><body>Please sign in</body></html>", .html),
            ("  <?xml version='1.0'?><a/>", .html), (#"{"properties":{"#, .notJSON), ("nonsense", .notJSON),
            ("[]", .notAnObject), ("\"text\"", .notAnObject), ("{}", .notASchema), (#"{"versions":[]}"#, .notASchema),
            (#"{"images":[],"schema":"/v2/schemas/images"}"#, .notASchema),
            (#"{"error":{"code":401,"message":"The account is locked."}}"#, .errorBody),
            (#"{"error_code":"APIGW.0301","error_msg":"no"}"#, .errorBody),
            (#"{"code":"IMG.0001","message":"no","type":"x"}"#, .errorBody),
            (#"{"type":"about:blank","title":"Not available","status":503}"#, .errorBody),
            (#"{"a":1,"a":2,"properties":{}}"#, .notJSON),
        ] as [(String, Suspicion.Reason)])
    func `a complete answer that cannot be the schema is suspect`(body: String, expected: Suspicion.Reason) {
        #expect(Self.reason(Self.read(200, body)) == expected)
    }

    @Test func `problem details are an error body whatever they hold`() {
        let answer = Self.read(200, #"{"type":"object"}"#, type: "application/problem+json")
        #expect(Self.reason(answer) == .errorBody)
    }

    @Test func `any JSON will do where no schema is expected`() {
        guard case .document = Self.read(200, "[1,2]", kind: .json) else {
            Issue.record("not taken for a document")
            return
        }
    }

    @Test func `304 means unchanged only when it was asked for`() {
        #expect(Self.read(304, "", conditional: true) == .notModified)
        #expect(Self.read(304, "") == .failed(.unaskedNotModified(url: "http://a.example/v2/schemas/images")))
    }

    @Test(arguments: [300, 400, 401, 403, 405, 429, 500, 503])
    func `any other status is a failure, never a change`(status: Int) {
        let answer = Self.read(status, #"{"properties":{}}"#)
        guard case .failed(.status(status, _, _, _)) = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test func `a redirect is not followed and says where it leads`() {
        let answer = Self.read(302, "", headers: [("Location", "http://b.example/")])
        #expect(
            answer
                == .failed(
                    .redirect(302, location: "http://b.example/", url: "http://a.example/v2/schemas/images")))
        #expect(Self.read(404, "") == .notFound)
    }

    private static let token = "gAAAAA-Sekret-token-0123"

    private static func readEcho(
        _ status: Int, _ body: String, _ headers: [(name: String, value: String)] = []
    ) -> Answer {
        var request = HTTPRequest(url: "http://a.example/v2/schemas/images")
        request.headers["X-Auth-Token"] = token
        let response = HTTPResponse(status: status, headers: HTTPHeaders(headers), body: Array(body.utf8))
        return AnswerReader(kind: .schema).read(response, to: request, known: nil, now: Timestamp(milliseconds: 0))
    }

    @Test(arguments: [
        #"{"properties":{"a":{"description":"TOKEN"}}}"#, #"{"properties":{"TOKEN":{}}}"#,
        #"{"properties":{"a":{"enum":["\u0067AAAAA-Sekret-token-0123"]}}}"#,
        #"{"properties":{"a":{"enum":["gAAAAA-Sekret\u002dtoken-0123"]}}}"#,
        #"{"properties":{"a":{"description":"%67AAAAA-Sekret-token-0123"}}}"#,
        #"{"properties":{"a":{"description":"\u0025\u0036\u0037AAAAA-Sekret-token-0123"}}}"#,
        #"{"properties":{"a":{"description":"Z0FBQUFBLVNla3JldC10b2tlbi0wMTIz"}}}"#,
        #"{"properties":{"a":{"description":"eGdBQUFBQS1TZWtyZXQtdG9rZW4tMDEyMw=="}}}"#,
    ])
    func `a document that repeats the token is not stored`(body: String) {
        let answer = Self.readEcho(200, body.replacing("TOKEN", with: Self.token))
        guard case .suspect(let suspicion) = answer else {
            Issue.record("\(answer)")
            return
        }
        let kept = String(decoding: suspicion.body, as: UTF8.self)
        #expect(suspicion.reason == .errorBody && kept.contains("<redacted>"))
        #expect(!kept.contains("Sekret") && !kept.contains("Sekr") && !suspicion.message.contains("Sekret"))
    }

    @Test func `validators that repeat the token are not stored, others are`() throws {
        let body = #"{"properties":{}}"#
        let echoes = [("ETag", "\"\(Self.token)\""), ("Last-Modified", "x%67AAAAA-Sekret-token-0123")]
        guard case .document(let echoed) = Self.readEcho(200, body, echoes),
            case .document(let usual) = Self.readEcho(200, body, [("ETag", "\"1\""), ("Last-Modified", "today")])
        else {
            Issue.record("not taken for a document")
            return
        }
        #expect(echoed.entityTag == nil && echoed.lastModified == nil)
        #expect(usual.entityTag == "\"1\"" && usual.lastModified == "today")
    }

    @Test(arguments: [
        (302, "", ("Location", "http://b.example/?t=gAAAAA%2DSekret-token-0123")),
        (500, #"{"error":{"message":"bad \u0067AAAAA-Sekret-token-0123"}}"#, ("X", "y")),
        (500, "<html>&#103;AAAAA-Sekret-token-0123</html>", ("X", "y")),
        (503, "gAAAAA-Sekret\n-token-0123", ("X-Request-Id", "gAAAAA-Sekret-token-0123")),
        (200, #"{"error":"\u0067AAAAA-Sekret-token-0123"}"#, ("X", "y")),
        (200, "no gAAAAA-Sekret-token-0123", ("X", "y")),
    ])
    func `a message says nothing of the token`(status: Int, body: String, header: (String, String)) {
        let answer = Self.readEcho(status, body, [header])
        #expect(!"\(answer)".contains("Sekret"), "\(answer)")
        if case .suspect(let suspicion) = answer {
            #expect(!String(decoding: suspicion.body, as: UTF8.self).contains("Sekret"))
        }
    }

    @Test func `what is kept of a suspect body is bounded`() {
        guard case .suspect(let suspicion) = Self.read(200, String(repeating: "x", count: 1 << 20)) else {
            Issue.record("not suspect")
            return
        }
        #expect(suspicion.body.count == Suspicion.bodyLimit)
    }
}
