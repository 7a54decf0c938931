import Testing

@testable import DriftCore

@Suite struct RequestSigningVectorTests {
    @Test(arguments: try Fixture("huawei-signing-vectors.json").cases("vectors"))
    func `a request is signed as Huawei's client does`(_ test: FixtureCase) throws {
        let input = try #require(test.value["input"])
        let expected = try #require(test.value["expected"])
        let signer = RequestSigner(
            accessKey: input["ak"]?.string ?? "", secretKey: Secret(input["sk"]?.string ?? ""))
        let method = try #require(input["method"]?.string)
        var headers = HTTPHeaders()
        for header in input["headers"]?.array ?? [] {
            headers[header.array?[0].string ?? ""] = header.array?[1].string
        }
        let request = SignableRequest(
            method: method, url: input["url"]?.string ?? "", headers: headers,
            body: Array((input["bodyUtf8"]?.string ?? "").utf8))
        let date = try #require(headers["X-Sdk-Date"])
        let prepared = signer.prepared(request, now: try #require(Timestamp(basic: date)))
        let signature = signer.signature(of: prepared)
        #expect(signature.signedHeaders == expected["signedHeaders"]?.string)
        #expect(signature.canonicalRequest == expected["canonicalRequest"]?.string)
        #expect(signature.stringToSign == expected["stringToSign"]?.string)
        #expect(signature.authorization == expected["authorization"]?.string)
        #expect(prepared.headers["Host"] == expected["hostHeader"]?.string)
        let added = expected["headersAddedBySigner"]
        for (name, value) in added?.texts ?? [:] { #expect(prepared.headers[name] == value) }
        for pair in added?.array ?? [] {
            #expect(prepared.headers[pair.array?.first?.string ?? ""] == pair.array?.last?.string)
        }
    }
}

extension Timestamp {
    /// `20240102T030405Z`.
    init?(basic text: String) {
        let digits = Array(text)
        guard digits.count == 16 else { return nil }
        func part(_ range: Range<Int>) -> String { String(digits[range]) }
        self.init(
            rfc3339: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z")
    }
}
