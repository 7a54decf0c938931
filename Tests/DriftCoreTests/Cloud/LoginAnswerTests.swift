import Testing

@testable import DriftCore

/// Answers to a login, and to requests that follow it, that are neither a token nor a plain no.
@Suite(.timeLimit(.minutes(5))) struct LoginAnswerTests {
    private static let url = "https://iam.r1.cloud.example/v3/auth/tokens"

    private static func discover(_ answer: HTTPResponse, gate: MemoryGate = MemoryGate()) async throws -> CloudError {
        let server = ScriptedCloud()
        await server.set { $0.scripted = [("/auth/tokens", answer)] }
        let session = CloudSession.at(server, try CloudFixture.huawei(regions: ["r1"]).cloud("hw"), gate)
        return try #require(await session.discover().refused.first?.reason)
    }

    private static func answer(_ status: Int, _ headers: [(String, String)], _ body: String = "") -> HTTPResponse {
        HTTPResponse(status: status, headers: HTTPHeaders(headers), body: Array(body.utf8))
    }

    @Test(arguments: [
        (301, "https://iam.r1.cloud.example/identity/v3/auth/tokens", "https://iam.r1.cloud.example/identity/v3"),
        (302, "/identity/v3/auth/tokens", "https://iam.r1.cloud.example/identity/v3"),
        (307, "//other.example/v3/auth/tokens?x=1", "https://other.example/v3"),
        (308, "https://sso.example/login?return=https%3A%2F%2Fiam#top", "https://sso.example/login"),
        (303, "https://user:right@other.example/v3", "https://<redacted>@other.example/v3"),
    ])
    func `a login that is led elsewhere says where, and is not sent after it`(
        status: Int, location: String, shown: String
    ) async throws {
        let error = try await Self.discover(Self.answer(status, [("Location", location)]))
        #expect(
            error.description
                == "the login service \(Self.url) answered \(status) and leads to \(shown); a login is not sent after it:"
                + " write it in auth_url if you know it")
        #expect(error.concern == .identity)
    }

    @Test func `a redirect to nowhere says so`() async throws {
        let error = try await Self.discover(Self.answer(302, []))
        #expect(
            error.description.hasSuffix(
                "answered 302 and leads to nowhere; a login is not sent after it: correct auth_url"))
    }

    @Test func `a redirect that repeats the password shows none of it`() async throws {
        let error = try await Self.discover(Self.answer(302, [("Location", "https://sso.example/right/login")]))
        #expect(!error.description.contains("/right/"))
    }

    @Test(arguments: [
        (
            #"{"receipt":{"methods":["password"]},"required_auth_methods":[["password","totp"]]}"#, true,
            ": password and totp"
        ),
        (
            #"{"receipt":{},"required_auth_methods":[["password","totp"],["password","x509"]]}"#, false,
            ": password and totp, or password and x509"
        ),
        (#"{"error":{"code":401,"message":"more"}}"#, true, ""),
        (#"{"receipt":{"methods":[7]},"required_auth_methods":"totp"}"#, false, ""),
    ])
    func `a further factor is named as what is wanted, and the account is left alone`(
        body: String, hasHeader: Bool, methods: String
    ) async throws {
        let gate = MemoryGate()
        let headers = hasHeader ? [("Openstack-Auth-Receipt", "r")] : []
        let error = try await Self.discover(Self.answer(401, headers, body), gate: gate)
        #expect(
            error.description
                == "the login of monitor@acc at https://iam.{region_name}.cloud.example/v3 was taken, but the login service"
                + " wants a further factor\(methods); nobody is there to give one: take a user without that rule; nothing more"
                + " is sent for 15 minutes")
        #expect(error.concern == .credential)
        let server = ScriptedCloud()
        let session = CloudSession.at(server, try CloudFixture.huawei(regions: ["r1"]).cloud("hw"), gate)
        let again = try #require(await session.discover().refused.first?.reason.description)
        #expect(await server.logins == 0)
        #expect(again.contains("is paused until") && again.contains("the login service wants a further factor"))
    }

    @Test func `a token of an application credential that a service refuses may be restricted`() async throws {
        let text = """
            clouds:
              c:
                auth_type: v3applicationcredential
                auth: {auth_url: 'https://iam.r1.cloud.example/v3', application_credential_id: i, \
            application_credential_secret: right}
                region_name: r1
            """
        let server = ScriptedCloud()
        let session = CloudSession.at(server, try CloudFixture(text).cloud("c"))
        await server.set { $0.acceptsTokens = false }
        let image = "https://ims.r1.cloud.example/v2/schemas/image"
        _ = try await session.check(image, in: Region("r1"), through: server)
        do {
            _ = try await session.check(image, in: Region("r1"), through: server)
            Issue.record("no error")
        } catch let error as CloudError {
            #expect(
                error.description.hasSuffix(
                    ", or the application credential has access rules that leave out GET /v2/schemas/**"))
        }
    }

    @Test func `a service that cannot ask its login service is told apart from one that is down`() {
        let text = "<html><title>503</title><body>The Keystone service is temporarily unavailable.</body></html>"
        let body = ErrorBody(Self.answer(503, [], text))
        #expect(body.kind == .loginServiceUnavailable)
        #expect(body.summary?.contains("the service cannot ask its login service whether the token is good") == true)
        #expect(ErrorBody(Self.answer(503, [], "<html>busy</html>")).kind == .unavailable)
        #expect(!ErrorKind.loginServiceUnavailable.isCredentialRefusal)
    }

    // MARK: What a catalog has instead

    private static func service(_ type: String, _ name: String?, _ interfaces: String...) -> JSONValue {
        var object: JSONObject = [
            "type": JSONValue(type),
            "endpoints": .array(
                interfaces.map { ["interface": JSONValue($0), "region_id": "r", "url": "https://a.example"] }),
        ]
        if let name { object["name"] = JSONValue(name) }
        return .object(object)
    }

    private static let catalogs: [(JSONValue, ServiceCatalogQuery, String?)] = [
        (
            [service("imagev2", "glance", "public"), service("compute", "nova", "public")] as JSONValue,
            ServiceCatalogQuery(), "it has services of type imagev2: write image_service_type: imagev2"
        ),
        (
            [service("glance2", "Glance", "public")], ServiceCatalogQuery(),
            "it has services of type glance2: write image_service_type: glance2"
        ),
        (
            [service("image", "glance", "public"), service("image", "ims", "public")],
            ServiceCatalogQuery(name: "glace"),
            "none of them is named 'glace' but glance, ims: correct or remove image_service_name"
        ),
        (
            [service("image", "glance", "internal", "admin", "internal")], ServiceCatalogQuery(),
            "it has internal, admin ones: set interface or image_interface"
        ),
        ([service("compute", "nova", "public")], ServiceCatalogQuery(), nil),
        ([service("image", "glance", "public")], ServiceCatalogQuery(region: "elsewhere"), nil),
        ([service("image", nil)], ServiceCatalogQuery(), nil),
    ]

    @Test(arguments: catalogs)
    func `the error names what the catalog has instead`(
        catalog: JSONValue, query: ServiceCatalogQuery, hint: String?
    ) {
        #expect(ServiceCatalog(catalog).hint(afterNothingFor: query) == hint)
    }
}
