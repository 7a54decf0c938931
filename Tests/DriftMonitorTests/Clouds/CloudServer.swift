import NIOConcurrencyHelpers

@testable import DriftCore
@testable import DriftMonitor

/// A cloud on loopback that behaves like Huawei Cloud's, for the built program: an identity service and an image service
/// for each region, projects that belong to one region, tokens, signatures, locks, throttling, and its error bodies.
final class CloudServer: Sendable {
    struct State: Sendable {
        var password = "right"
        var secretKeys = ["AK1": "SK1"]
        var securityToken: String?
        var regions = ["r1", "r2", "r3"]
        /// Whether a token opens the image service of its own project's region only.
        var hasProjects = true
        /// How far this cloud's clock is ahead of the machine's.
        var ahead: Duration = .zero
        /// In place of the service, by the end of the path; nil as the count means always.
        var answers: [Answer] = []
        /// Whether refusals repeat every header and body that was sent.
        var echoes = false
        /// Whether any password, token and basic login will do.
        var acceptsAll = false

        var logins: [String] = []
        /// When requests came, by their first line.
        var arrivals: [(line: String, time: ContinuousClock.Instant)] = []
        var refusedLogins = 0
        var refusedSignatures = 0
        var tokens: [String: String] = [:]
    }

    struct Answer: Sendable {
        var suffix: String
        var times: Int?
        var text: @Sendable (ScriptedServer.Request) -> String

        init(_ suffix: String, _ status: Int, _ body: String, headers: String = "", times: Int? = nil) {
            self.init(suffix, times: times) { _ in State.answer(status, body, headers) }
        }

        init(_ suffix: String, times: Int? = nil, _ text: @escaping @Sendable (ScriptedServer.Request) -> String) {
            self.suffix = suffix
            self.times = times
            self.text = text
        }
    }

    private let server: ScriptedServer
    private let state: NIOLockedValueBox<State>

    private init(_ server: ScriptedServer, _ state: NIOLockedValueBox<State>) {
        self.server = server
        self.state = state
    }

    static func with(
        _ change: (inout State) -> Void = { _ in }, _ body: (CloudServer) async throws -> Void
    ) async throws {
        var first = State()
        change(&first)
        let state = NIOLockedValueBox(first)
        try await ScriptedServer.with { request in
            state.withLockedValue {
                $0.arrivals.append((request.line, .now))
                return [.send($0.answer(request))]
            }
        } _: { server in
            try await body(CloudServer(server, state))
        }
    }

    var url: String { server.url }
    var requests: [ScriptedServer.Request] { server.requests }
    /// Logins that were tried, by region.
    var logins: [String] { state.withLockedValue(\.logins) }
    var refusedSignatures: Int { state.withLockedValue(\.refusedSignatures) }
    /// The tokens that were given.
    var tokens: [String] { state.withLockedValue { Array($0.tokens.keys) } }
    func set(_ change: (inout State) -> Void) { state.withLockedValue(change) }
    func arrivals(_ part: String) -> [ContinuousClock.Instant] {
        state.withLockedValue { $0.arrivals.filter { $0.line.contains(part) }.map(\.time) }
    }
    func count(_ part: String) -> Int { requests.count { $0.line.contains(part) } }

    /// A cloud of clouds.yaml with one user; each region has its own login URL and its own image service.
    func entry(
        _ name: String = "hw", password: String = "right", regions: [String]? = nil, more: String = ""
    ) -> String {
        let regions = (regions ?? state.withLockedValue(\.regions)).joined(separator: ", ")
        return """
              \(name):
                auth: {auth_url: '\(url)/iam/{region_name}/v3', username: monitor, password: '\(password)',
                       user_domain_name: acc, project_domain_name: acc, project_name: r1}
                image_endpoint_override: '\(url)/ims/{region_name}'
                regions: [\(regions)]
            \(more)
            """
    }

    /// A cloud that signs.
    func keyEntry(_ name: String = "hw", access: String = "AK1", secret: String = "SK1", more: String = "") -> String {
        """
          \(name):
            access_key: \(access)
            secret_key: '\(secret)'
            auth: {auth_url: '\(url)/iam/{region_name}/v3'}
            image_endpoint_override: '\(url)/ims/{region_name}'
            regions: [\(state.withLockedValue(\.regions).joined(separator: ", "))]
        \(more)
        """
    }
}

extension CloudServer.State {
    /// `/iam/REGION/v3/…` or `/ims/REGION/v2/…`.
    fileprivate mutating func answer(_ request: ScriptedServer.Request) -> String {
        let words = request.line.split(separator: " ")
        guard words.count == 3 else { return Self.json(400, "{}") }
        let target = String(words[1])
        let path = target.prefix { $0 != "?" }
        let parts = path.split(separator: "/").map(String.init)
        if let index = answers.firstIndex(where: { path.hasSuffix($0.suffix) && $0.times != 0 }) {
            if path.hasSuffix("/auth/tokens") { logins.append(parts.count > 1 ? parts[1] : "") }
            answers[index].times = answers[index].times.map { $0 - 1 }
            return answers[index].text(request)
        }
        guard parts.count >= 2, regions.contains(parts[1]) else { return Self.json(404, "{}") }
        if path.hasSuffix("/auth/tokens") { return logIn(request, parts[1]) }
        if parts[0] == "iam", path.hasSuffix("/v3") { return Self.json(200, #"{"version":{"id":"v3"}}"#) }
        if let refusal = refusal(of: request, target, parts[1]) { return refusal }
        if path.hasSuffix("/projects") {
            let name = target.split(separator: "=").last.map(String.init) ?? ""
            return Self.json(200, #"{"projects":[{"id":"id-of-\#(name)","name":"\#(name)"}]}"#)
        }
        return Self.json(200, #"{"name":"image","properties":{"id":{"type":"string"}}}"#)
    }

    // MARK: Identity

    private mutating func logIn(_ request: ScriptedServer.Request, _ region: String) -> String {
        logins.append(region)
        if refusedLogins >= 5 { return keystoneError("The account is locked.", request) }
        let auth = (try? JSONValue(parsing: request.body))?["auth"]
        let given =
            auth?["identity"]?["password"]?["user"]?["password"] ?? auth?["identity"]?["token"]?["id"]
            ?? auth?["identity"]?["application_credential"]?["secret"]
        guard acceptsAll || given?.string == password else {
            refusedLogins += 1
            return keystoneError("The username or password is wrong.", request)
        }
        let token = "gAAAA-token-\(region)-\(logins.count)"
        tokens[token] = auth?["scope"]?["project"]?["name"]?.string ?? region
        let body = #"{"token":{"issued_at":"2030-01-01T00:00:00Z","expires_at":"2030-01-02T00:00:00Z","catalog":[]}}"#
        return Self.json(201, body, headers: "X-Subject-Token: \(token)\r\n")
    }

    // MARK: The gateway before the image service

    private mutating func refusal(
        of request: ScriptedServer.Request, _ target: String, _ region: String
    ) -> String? {
        let form = "Incorrect IAM authentication information: "
        if let token = request.header("X-Auth-Token") {
            guard !acceptsAll else { return nil }
            guard let project = tokens[token] else { return gatewayError(form + "decrypt token fail", request) }
            return !hasProjects || project == region ? nil : gatewayError(form + "token of another project", request)
        }
        guard let authorization = request.header("Authorization") else {
            return gatewayError(form + "x-auth-token not found", request)
        }
        if acceptsAll, authorization.hasPrefix("Basic ") { return nil }
        if refusedSignatures > 5 {
            return gatewayError(form + "AK access failed to reach the limit,forbidden.", request)
        }
        let check = SignatureCheck(
            authorization: authorization, request: request, target: target, secretKeys: secretKeys,
            now: Host.now().advanced(by: ahead))
        if let fault = check.fault {
            refusedSignatures += 1
            return gatewayError(form + fault, request)
        }
        if request.header("X-Security-Token") != securityToken {
            return gatewayError(form + "security token is wrong", request)
        }
        let isImage = target.hasPrefix("/ims/")
        guard isImage, request.header("X-Project-Id") != "id-of-\(region)" else { return nil }
        return gatewayError(form + "project is of another region", request)
    }

    // MARK: Answers

    static func answer(_ status: Int, _ body: String, _ headers: String) -> String {
        "HTTP/1.1 \(status) X\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    static func json(_ status: Int, _ body: String, headers: String = "") -> String {
        answer(status, body, "Content-Type: application/json\r\nX-Request-Id: req-0001\r\n\(headers)")
    }

    private func gatewayError(_ message: String, _ request: ScriptedServer.Request) -> String {
        error(["error_code": "APIGW.0301", "error_msg": JSONValue(message + echo(request))])
    }

    private func keystoneError(_ message: String, _ request: ScriptedServer.Request) -> String {
        error(["error": ["code": 401, "message": JSONValue(message + echo(request)), "title": "Unauthorized"]])
    }

    private func error(_ body: JSONValue) -> String { Self.json(401, body.canonicalString) }

    /// What was sent, as servers with a careless error page repeat it.
    private func echo(_ request: ScriptedServer.Request) -> String {
        echoes ? " You sent: " + request.head.replacing("\r\n", with: " | ") + " " + request.body : ""
    }
}
