internal import Crypto

/// Signs requests by `SDK-HMAC-SHA256`, as Huawei Cloud's API gateway checks them (API Request Signing Guide).
struct RequestSigner {
    let accessKey: String
    let secretKey: Secret

    /// What is signed and the result, step by step.
    struct Signature {
        var signedHeaders: String
        var canonicalRequest: String
        var stringToSign: String
        var authorization: String
    }

    static let algorithm = "SDK-HMAC-SHA256"

    /// The request with `X-Sdk-Date` and `Authorization`; all headers it has are signed too, and so is its host.
    ///
    /// The query is put into the order that is signed.
    func signed(_ request: HTTPRequest, now: Timestamp) -> HTTPRequest {
        var request = request
        let hadHost = request.headers["Host"] != nil
        if !hadHost { request.headers["Host"] = SplitURL(request.url).hostAsSent }
        let signable = prepared(
            SignableRequest(
                method: request.method.rawValue, url: request.url, headers: request.headers, body: request.body),
            now: now)
        request.headers = signable.headers
        request.headers["Authorization"] = signature(of: signable).authorization
        // The transport sends the same Host by itself.
        if !hadHost { request.headers["Host"] = nil }
        let url = SplitURL(request.url)
        let query = Self.canonicalQuery(url.query)
        request.url = url.origin + url.path + (query.isEmpty ? "" : "?" + query)
        return request
    }

    /// The headers that are signed in any case.
    func prepared(_ request: SignableRequest, now: Timestamp) -> SignableRequest {
        var request = request
        if let type = request.headers["Content-Type"], !Self.isJSON(type) {
            request.headers[Self.contentHeader] = "UNSIGNED-PAYLOAD"
        }
        if request.headers["X-Sdk-Date"] == nil { request.headers["X-Sdk-Date"] = Self.date(now) }
        if request.headers["Host"] == nil { request.headers["Host"] = SplitURL(request.url).authority }
        return request
    }

    /// The signature of a prepared request.
    func signature(of request: SignableRequest) -> Signature {
        let url = SplitURL(request.url)
        let headers = request.headers.fields
            .filter { !$0.name.contains("_") }
            .map { (name: $0.name.lowercased(), value: Self.stripped($0.value)) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        let names = headers.map(\.name).joined(separator: ";")
        let body =
            request.body.isEmpty
            ? Self.hex(SHA256.hash(data: [UInt8]()))
            : request.headers[Self.contentHeader] ?? Self.hex(SHA256.hash(data: request.body))
        let canonical = [
            request.method.uppercased(), Self.canonicalPath(url.path), Self.canonicalQuery(url.query),
            headers.map { "\($0.name):\($0.value)\n" }.joined(), names, body,
        ].joined(separator: "\n")
        let stringToSign = [
            Self.algorithm, request.headers["X-Sdk-Date"] ?? "", Self.hex(SHA256.hash(data: Array(canonical.utf8))),
        ].joined(separator: "\n")
        let key = SymmetricKey(data: Array(secretKey.revealed.utf8))
        let code = Self.hex(HMAC<SHA256>.authenticationCode(for: Array(stringToSign.utf8), using: key))
        return Signature(
            signedHeaders: names, canonicalRequest: canonical, stringToSign: stringToSign,
            authorization: "\(Self.algorithm) Access=\(accessKey), SignedHeaders=\(names), Signature=\(code)")
    }

    private static let contentHeader = "X-Sdk-Content-Sha256"

    private static func isJSON(_ type: String) -> Bool {
        type.hasPrefix("application/json") || type.hasPrefix("application/bson")
    }

    /// `20240102T030405Z`.
    static func date(_ now: Timestamp) -> String {
        let text = now.description
        return String(text.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z"
    }

    // MARK: Canonical parts

    /// Decoded and encoded again, part by part; a slash ends it, though none is sent.
    static func canonicalPath(_ path: String) -> String {
        let decoded = PercentCode.text(path)
        let parts = decoded.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let encoded = parts.map(PercentCode.encoded).joined(separator: "/")
        return encoded.hasSuffix("/") ? encoded : encoded + "/"
    }

    /// Sorted by what names and values mean, not by how they are written.
    static func canonicalQuery(_ query: String) -> String {
        let pairs = query.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            return (name: PercentCode.text(parts[0]), value: parts.count > 1 ? PercentCode.text(parts[1]) : [])
        }
        let sorted = pairs.sorted {
            $0.name == $1.name
                ? $0.value.lexicographicallyPrecedes($1.value) : $0.name.lexicographicallyPrecedes($1.name)
        }
        return sorted.map { PercentCode.encoded($0.name[...]) + "=" + PercentCode.encoded($0.value[...]) }
            .joined(separator: "&")
    }

    private static func stripped(_ value: String) -> String {
        let blanks = value.drop(while: \.isWhitespace)
        return String(blanks.reversed().drop(while: \.isWhitespace).reversed())
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// What a signature depends on.
struct SignableRequest {
    var method: String
    var url: String
    var headers: HTTPHeaders
    var body: [UInt8]
}
