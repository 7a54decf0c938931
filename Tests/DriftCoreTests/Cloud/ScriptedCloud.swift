@testable import DriftCore

/// A cloud in memory that behaves like Huawei Cloud's: an identity service and an image service for each region, tokens
/// and signatures, a clock, locks after wrong passwords and wrong signatures, throttling, and their error bodies.
actor ScriptedCloud: HTTPTransport {
    struct Account: Sendable {
        var password = "right"
        var secretKeys = ["AK1": "SK1"]
        /// The regions, each with its project.
        var regions = ["r1"]
    }

    var account: Account
    nonisolated let clock: ManualClock
    private var now: Timestamp { clock.now }
    var tokenLife: Duration = .seconds(86_400)
    /// Failing by network, by host prefix.
    var unreachable: [String] = []
    /// Hosts that accept and say nothing until they are released, by prefix.
    var silent: [String] = []
    private var held: [CheckedContinuation<Void, Never>] = []
    /// Token requests that are under way, and the most there were at once.
    private var loginsUnderWay = 0
    private(set) var mostLoginsAtOnce = 0
    /// Answered instead of the service, once each, by path suffix.
    var scripted: [(suffix: String, response: HTTPResponse)] = []
    /// Whether a refusal repeats what was sent.
    var echoes = false
    /// Whether the image services accept the tokens that the identity service gives.
    var acceptsTokens = true

    private(set) var logins = 0
    private(set) var requests: [String] = []
    private var tokens: [String: Timestamp] = [:]
    private var wrongPasswords = 0
    private var accountLockedUntil = Timestamp(milliseconds: 0)
    private var wrongSignatures = 0
    private(set) var keyIsLocked = false
    /// All that was ever sent, for looking through.
    private(set) var traffic: [HTTPRequest] = []

    init(_ account: Account = Account()) {
        self.account = account
        clock = ManualClock(Timestamp(milliseconds: 1_700_000_000_000))
    }

    func set(_ change: @Sendable (isolated ScriptedCloud) -> Void) { change(self) }
    func revokeTokens() { tokens = [:] }
    /// What was silent gives no answer, and answers from here on.
    func release() {
        silent = []
        for continuation in held { continuation.resume() }
        held = []
    }

    func count(_ part: String) -> Int { requests.count { $0.contains(part) } }

    nonisolated func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        switch await respond(request) {
        case .success(let response): return response
        case .failure(let error): throw error
        }
    }

    private func respond(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPTransportError> {
        let isLogin = request.url.hasSuffix("/auth/tokens")
        if isLogin { loginsUnderWay += 1 }
        mostLoginsAtOnce = max(mostLoginsAtOnce, loginsUnderWay)
        defer { if isLogin { loginsUnderWay -= 1 } }
        // Lets other callers arrive while this one is under way.
        await Task.yield()
        if silent.contains(where: WebURL.host(of: request.url).hasPrefix) {
            traffic.append(request)
            await withCheckedContinuation { held.append($0) }
            return .failure(.silent(limit: .seconds(15)))
        }
        traffic.append(request)
        requests.append("\(request.method.rawValue) \(request.url)")
        let host = String(WebURL.host(of: request.url))
        if unreachable.contains(where: host.hasPrefix) {
            return .failure(.connectionFailed(host: host, detail: "connection refused"))
        }
        let path = SplitURL(request.url).path
        if let index = scripted.firstIndex(where: { path.hasSuffix($0.suffix) }) {
            return .success(scripted.remove(at: index).response)
        }
        if path.hasSuffix("/auth/tokens") { return .success(login(request)) }
        if let refusal = refusal(of: request) { return .success(refusal) }
        if path.hasSuffix("/projects") {
            let name = SplitURL(request.url).query.dropFirst("name=".count)
            let known =
                account.regions.contains(String(name)) ? [JSONValue.object(["id": JSONValue("id-of-\(name)")])] : []
            return .success(Self.json(200, ["projects": .array(known)]))
        }
        if path.hasSuffix("/auth/catalog") { return .success(Self.json(200, ["catalog": catalog])) }
        return .success(Self.json(200, ["name": "image", "properties": ["id": ["type": "string"]]]))
    }

    private var catalog: JSONValue {
        let endpoints = account.regions.map { region -> JSONValue in
            [
                "interface": "public", "region": JSONValue(region), "region_id": JSONValue(region),
                "url": JSONValue("https://ims.\(region).cloud.example"),
            ]
        }
        return [["type": "image", "name": "ims", "endpoints": .array(endpoints)]]
    }

    // MARK: Identity

    private func login(_ request: HTTPRequest) -> HTTPResponse {
        logins += 1
        guard now >= accountLockedUntil else { return Self.keystoneError(401, "The account is locked.") }
        let body = try? JSONValue(parsing: request.body)
        let password = body?["auth"]?["identity"]?["password"]?["user"]?["password"]?.string
        let secret = body?["auth"]?["identity"]?["application_credential"]?["secret"]?.string
        let token = body?["auth"]?["identity"]?["token"]?["id"]?.string
        guard (password ?? secret ?? token) == account.password else {
            if echoes { return Self.keystoneError(401, "no: \(password ?? secret ?? token ?? "")") }
            wrongPasswords += 1
            if wrongPasswords >= 5 { accountLockedUntil = now.advanced(by: .seconds(900)) }
            return Self.keystoneError(401, "The username or password is wrong.")
        }
        let fresh = "token-\(logins)"
        let end = now.advanced(by: tokenLife)
        tokens[fresh] = end
        var response = Self.json(
            201,
            [
                "token": [
                    "issued_at": JSONValue(now.description), "expires_at": JSONValue(end.description),
                    "catalog": catalog,
                ]
            ])
        response.headers["X-Subject-Token"] = fresh
        return response
    }

    // MARK: Gateway

    private func refusal(of request: HTTPRequest) -> HTTPResponse? {
        if let token = request.headers["X-Auth-Token"] {
            if acceptsTokens, let end = tokens[token], now < end { return nil }
            return Self.gatewayError(401, "APIGW.0301", "Incorrect IAM authentication information: decrypt token fail")
        }
        guard let authorization = request.headers["Authorization"] else {
            return Self.gatewayError(
                401, "APIGW.0301", "Incorrect IAM authentication information: x-auth-token not found")
        }
        return signatureRefusal(authorization, of: request)
    }

    private func signatureRefusal(_ authorization: String, of request: HTTPRequest) -> HTTPResponse? {
        let form = "Incorrect IAM authentication information: "
        if keyIsLocked {
            return Self.gatewayError(401, "APIGW.0301", form + "AK access failed to reach the limit,forbidden.")
        }
        func wrong(_ message: String) -> HTTPResponse {
            wrongSignatures += 1
            if wrongSignatures > 5 { keyIsLocked = true }
            return Self.gatewayError(401, "APIGW.0301", form + message)
        }
        var parts: [Substring: Substring] = [:]
        for part in authorization.drop(while: { $0 != " " }).dropFirst().split(separator: ", ") {
            let pair = part.split(separator: "=", maxSplits: 1)
            parts[pair[0]] = pair.count > 1 ? pair[1] : ""
        }
        let key = String(parts["Access"] ?? "")
        guard let secret = account.secretKeys[key] else {
            return wrong("Get secretKey failed,ak:\(key),err:ak not exist")
        }
        let sent = request.headers["X-Sdk-Date"] ?? ""
        guard let time = Timestamp(basic: sent), abs(time.duration(to: now).components.seconds) <= 900 else {
            return wrong("signature expired, signature time:\(sent),server time:\(RequestSigner.date(now))")
        }
        guard signature(of: request, headers: parts["SignedHeaders"] ?? "", secret: secret) == parts["Signature"] else {
            return wrong("verify aksk signature fail")
        }
        wrongSignatures = 0
        return nil
    }

    /// Worked out anew from what arrived, by the words of the signing guide.
    private func signature(of request: HTTPRequest, headers: Substring, secret: String) -> Substring {
        let parts = SplitURL(request.url)
        var arrived = request.headers
        arrived["Host"] = parts.hostAsSent
        var path = parts.path
        if !path.hasSuffix("/") { path += "/" }
        var lines = [request.method.rawValue, path, parts.query]
        for name in headers.split(separator: ";") { lines.append("\(name):\(arrived[String(name)] ?? "missing")") }
        lines += ["", String(headers), Digest(of: request.body).hex]
        let text = [
            "SDK-HMAC-SHA256", arrived["X-Sdk-Date"] ?? "",
            Digest(of: Array(lines.joined(separator: "\n").utf8)).hex,
        ].joined(separator: "\n")
        return Self.hex(Self.code(of: Array(text.utf8), key: Array(secret.utf8)))[...]
    }

    // MARK: Answers

    /// HMAC by its definition (RFC 2104), for keys of up to one block.
    private static func code(of text: [UInt8], key: [UInt8]) -> [UInt8] {
        let padded = key + Array(repeating: 0, count: 64 - key.count)
        let inner = Digest(of: padded.map { $0 ^ 0x36 } + text).bytes
        return Digest(of: padded.map { $0 ^ 0x5C } + inner).bytes
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func json(_ status: Int, _ value: JSONValue) -> HTTPResponse {
        var headers = HTTPHeaders()
        headers["Content-Type"] = "application/json"
        headers["X-Request-Id"] = "req-0001"
        return HTTPResponse(status: status, headers: headers, body: value.canonicalText)
    }

    static func gatewayError(_ status: Int, _ code: String, _ message: String) -> HTTPResponse {
        json(
            status, ["error_code": JSONValue(code), "error_msg": JSONValue(message), "request_id": "0123456789abcdef"])
    }

    static func keystoneError(_ status: Int, _ message: String) -> HTTPResponse {
        json(status, ["error": ["code": JSONValue(status), "message": JSONValue(message), "title": "Unauthorized"]])
    }
}

/// The store's guard of logins, in memory.
actor MemoryGate: LoginGate {
    private var breakers: [CredentialKey: LoginBreaker] = [:]
    private(set) var credentials: Set<CredentialKey> = []

    func beginLogin(_ credential: CredentialKey, revision: String, now: Timestamp) -> LoginPermit {
        credentials.insert(credential)
        let (permit, breaker) = LoginBreaker.begin(breakers[credential], revision: revision, now: now)
        if let breaker { breakers[credential] = breaker }
        return permit
    }

    func endLogin(_ credential: CredentialKey, revision: String, outcome: LoginOutcome, now: Timestamp) {
        breakers[credential] = LoginBreaker.end(revision: revision, outcome: outcome, now: now)
    }

    func resetLogin(_ credential: CredentialKey) { breakers[credential] = nil }

    func pausedLogins(now: Timestamp) -> [PausedLogin] {
        breakers.filter { !$0.value.pause.isOver(at: now) }.map {
            PausedLogin(credential: $0.key, until: $0.value.pause.until, reason: $0.value.reason)
        }
    }

    func lease(_ credential: CredentialKey, from now: Timestamp, until: Timestamp) {
        breakers[credential] = LoginBreaker(revision: "another process", lease: Pause(since: now, until: until))
    }
}
