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

    @Test func `what is kept of a suspect body is bounded`() {
        guard case .suspect(let suspicion) = Self.read(200, String(repeating: "x", count: 1 << 20)) else {
            Issue.record("not suspect")
            return
        }
        #expect(suspicion.body.count == Suspicion.bodyLimit)
    }
}
