import Testing

@testable import DriftCore

@Suite(.timeLimit(.minutes(10))) struct CloudSessionTests {
    private static let plain = """
        clouds:
          c:
            auth: {auth_url: 'https://iam.r1.cloud.example/v3', username: u, password: right, user_domain_name: D, \
        project_name: p, project_domain_name: D}

        """

    private static func token(_ catalog: JSONValue) -> HTTPResponse {
        var response = ScriptedCloud.json(
            201, ["token": ["expires_at": "2099-01-01T00:00:00.000000Z", "catalog": catalog]])
        response.headers["X-Subject-Token"] = "t"
        return response
    }

    private static func discover(_ catalog: JSONValue, settings: String = "") async throws -> CloudSession.Discovery {
        let server = ScriptedCloud()
        await server.set { $0.scripted = [("/auth/tokens", token(catalog))] }
        return await CloudSession.at(server, try CloudFixture(plain + settings).cloud("c")).discover()
    }

    private static func endpoint(_ region: String?, _ url: String, _ interface: String = "public") -> JSONValue {
        var object: JSONObject = ["interface": JSONValue(interface), "url": JSONValue(url)]
        if let region { object["region_id"] = JSONValue(region) }
        return .object(object)
    }

    private static func image(_ endpoints: JSONValue...) -> JSONValue {
        [["type": "image", "endpoints": .array(endpoints)]]
    }

    private static let compute = JSONValue.array([["type": "compute", "endpoints": []]])

    @Test func `without a region every region of the catalog is found, each once`() async throws {
        let found = try await Self.discover(
            Self.image(
                Self.endpoint("b", "https://b.example/"), Self.endpoint("a", "https://a.example/v2"),
                Self.endpoint("b", "https://second.example"), Self.endpoint("c", "http://10.0.0.1", "internal")))
        #expect(found.endpoints.map(\.region?.name) == ["b", "a"])
        #expect(found.endpoints.map(\.base) == ["https://b.example/v2", "https://a.example/v2"])
        #expect(found.refused.isEmpty)
    }

    @Test(arguments: [
        ("https://iam.r1.cloud.example/v3", false, false), ("https://iam.r1.cloud.example/v3", true, true),
        ("http://iam.r1.cloud.example/v3", false, true),
    ])
    func `a token that came encrypted goes to no endpoint that is not, unless that is allowed`(
        login: String, isAllowed: Bool, isFound: Bool
    ) async throws {
        let server = ScriptedCloud()
        let catalog = Self.image(Self.endpoint("a", "HTTP://a.example/"), Self.endpoint("b", "https://b.example/"))
        await server.set { $0.scripted = [("/auth/tokens", Self.token(catalog))] }
        let text = Self.plain.replacing("https://iam.r1.cloud.example/v3", with: login)
        let session = CloudSession.at(server, try CloudFixture(text).cloud("c").allowingCleartext(isAllowed))
        let found = await session.discover()
        #expect(found.endpoints.map(\.region?.name) == (isFound ? ["a", "b"] : ["b"]))
        let told = found.refused.map { "\($0.region ?? "-"): \($0.reason)" }
        #expect(
            told
                == (isFound
                    ? []
                    : [
                        "a: the image endpoint 'HTTP://a.example/' of cloud 'c' is not encrypted though the login is, so the token "
                            + "could be read on its way (allow_cleartext permits it); set image_endpoint_override"
                    ]))
        let request = HTTPRequest(url: "http://a.example/v2/schemas/image")
        let token = try? await session.authorize(request, for: Region("a")).headers["X-Auth-Token"]
        #expect(token == (isFound ? "t" : nil))
    }

    @Test func `the catalog is read anew while a token lives, without a login`() async throws {
        let server = ScriptedCloud()
        await server.set { $0.account.regions = ["r1", "r2", "r3"] }
        let fixture = CloudFixture(
            """
            clouds:
              hw:
                auth: {auth_url: 'https://iam.cloud.example/v3', username: u, password: right, user_domain_name: D}
            """)
        let session = CloudSession.at(server, try fixture.cloud("hw"))
        func regions() async -> [String?] { await session.discover().endpoints.map(\.region?.name) }
        #expect(await regions() == ["r1", "r2", "r3"])
        await server.set { $0.account.regions = ["r1", "r3"] }
        #expect(await regions() == ["r1", "r2", "r3"], "not before a while has passed")
        server.clock.advance(.seconds(60))
        #expect(await regions() == ["r1", "r3"])
        #expect(await server.logins == 1)

        // What cannot be read leaves the catalog as it was.
        await server.set {
            $0.account.regions = ["r1"]
            $0.scripted = [("/auth/catalog", ScriptedCloud.json(404, [:]))]
        }
        server.clock.advance(.seconds(60))
        #expect(await regions() == ["r1", "r3"])
        // A token that is over is replaced by one login.
        await server.revokeTokens()
        server.clock.advance(.seconds(60))
        #expect(await regions() == ["r1"])
        #expect(await server.logins == 2)
    }

    @Test func `an endpoint for all regions serves a named one, and that is said`() async throws {
        let found = try await Self.discover(
            Self.image(Self.endpoint("*", "https://ims.example")), settings: "    region_name: cn-north-1\n")
        #expect(found.endpoints.map(\.base) == ["https://ims.example/v2"])
        #expect(found.endpoints.first?.note == "the catalog's endpoint for all regions")
        let unnamed = try await Self.discover(Self.image(Self.endpoint("*", "https://ims.example")))
        #expect(unnamed.endpoints.map(\.region) == [nil])
    }

    @Test(arguments: [
        (
            [] as JSONValue, "",
            "the token of cloud 'c' has no service catalog; set a project, or image_endpoint_override"
        ),
        (
            image(endpoint("a", "https://a.example")), "    region_name: A\n",
            "the catalog of cloud 'c' has no public endpoint of type 'image' in region 'A'; it has the regions a (case matters)"
        ),
        (
            compute, "",
            "the catalog of cloud 'c' has no public endpoint of type 'image'; set image_endpoint_override, interface or image_service_type"
        ),
        (
            image(endpoint("a", "not a url")), "",
            "the image endpoint 'not a url' of cloud 'c' has no scheme: write https:// before it; set image_endpoint_override"
        ),
    ])
    func `what a catalog lacks is told with the way out`(catalog: JSONValue, settings: String, message: String)
        async throws
    {
        let found = try await Self.discover(catalog, settings: settings)
        #expect(found.endpoints.isEmpty)
        #expect(found.refused.map(\.reason.description) == [message])
    }

    private static func region(_ name: JSONValue, _ url: JSONValue, _ interface: JSONValue = "public") -> JSONValue {
        ["interface": interface, "region_id": name, "url": url]
    }

    private static let noScheme =
        "the image endpoint 'ims.r9.example' of cloud 'c' has no scheme: write https:// before it; set image_endpoint_override"
    private static let correct = "; the provider can correct that"

    @Test(arguments: [
        (region("R9", "ims.r9.example"), "R9", noScheme),
        (
            region("R9", "/image/v2"), "R9",
            "the image endpoint '/image/v2' of cloud 'c' has no scheme: write https:// before it; set image_endpoint_override"
        ),
        (
            region("R9", "htps://typo.example"), "R9",
            "the image endpoint 'htps://typo.example' of cloud 'c' is no http or https URL; set image_endpoint_override"
        ),
        (
            region("R9", "https://"), "R9",
            "the image endpoint 'https://' of cloud 'c' has no host; set image_endpoint_override"
        ),
        (region("R9", .null), "R9", "the catalog of cloud 'c' has an image endpoint without a URL" + correct),
        (region("R9", ""), "R9", "the catalog of cloud 'c' has an image endpoint without a URL" + correct),
        (
            region("R9", 5), "R9",
            "the catalog of cloud 'c' has 5 in place of the URL of an image endpoint" + correct
        ),
        (
            region("R9", ["https://a.example"]), "R9",
            #"the catalog of cloud 'c' has ["https://a.example"] in place of the URL of an image endpoint"# + correct
        ),
        (
            region("R9", "https://a.example", .null), "R9",
            "the catalog of cloud 'c' has an image endpoint without an interface" + correct
        ),
        (
            region("R/9", "https://a.example"), "R/9",
            "the catalog of cloud 'c' names a region that cannot be watched: 'R/9' cannot be a region's name: it must not be"
                + " empty, nor hold '/' or control characters" + correct
        ),
        (
            region("R\u{9B}9", "https://a.example"), "R\u{9B}9",
            "the catalog of cloud 'c' names a region that cannot be watched: 'R\u{9B}9' cannot be a region's name: it must not"
                + " be empty, nor hold '/' or control characters" + correct
        ),
        (
            region(9, "https://a.example"), "9",
            "the catalog of cloud 'c' has 9 in place of a region's name" + correct
        ),
        ("what?", nil, #"the catalog of cloud 'c' has "what?" in place of an image endpoint"# + correct),
    ])
    func `a region that cannot be used is refused by name, and the others go on`(
        bad: JSONValue, name: String?, message: String
    ) async throws {
        for position in 0...2 {
            var endpoints = [Self.endpoint("a", "https://a.example"), Self.endpoint("b", "https://b.example")]
            endpoints.insert(bad, at: position)
            let found = try await Self.discover([["type": "image", "endpoints": .array(endpoints)]])
            #expect(found.endpoints.map(\.region?.name) == ["a", "b"])
            #expect(found.refused.count == 1)
            #expect(found.refused.first?.region == name)
            #expect(found.refused.first?.reason.description == message)
            #expect(found.catalog?.isSuperset(of: [try Region("a"), try Region("b")]) == true)
        }
    }

    @Test func `what is no endpoint hides no usable one of its region`() async throws {
        let found = try await Self.discover(
            Self.image(Self.region("a", .null), Self.endpoint("a", "https://a.example"), Self.region("a", 7)))
        #expect(found.endpoints.map(\.base) == ["https://a.example/v2"])
        #expect(found.refused.isEmpty)
    }

    @Test func `a named region that the catalog lacks, or that cannot be used, keeps no other from being found`()
        async throws
    {
        let server = ScriptedCloud()
        let catalog = Self.image(Self.endpoint("a", "https://a.example"), Self.region("b", .null))
        await server.set { $0.scripted = [("/auth/tokens", Self.token(catalog))] }
        let cloud = try CloudFixture(Self.plain + "    regions: [z, b, a, 'x/y']\n").cloud("c")
        let found = await CloudSession.at(server, cloud).discover()
        #expect(found.endpoints.map(\.region?.name) == ["a"])
        #expect(found.refused.map(\.region) == ["x/y", "z", "b"])
        let unlisted = try CloudFixture(Self.plain + "    regions: [a]\n").cloud("c", regions: .only(["q", "a"]))
        #expect(unlisted.entries.map(\.region?.name) == ["a"])
        #expect(unlisted.refused.map(\.region) == ["q"])
    }

    @Test func `a login that fails for all regions is told once`() async throws {
        let server = ScriptedCloud(.init(regions: LoginDeskTests.thirty))
        let cloud = try CloudFixture.huawei(regions: LoginDeskTests.thirty, password: "wrong").cloud("hw")
        let found = await CloudSession.at(server, cloud).discover()
        #expect(found.refused.count == 1)
        #expect(found.refused.first?.region == nil)
        #expect(await server.logins == 1)
    }

    @Test func `a token goes to the services of its cloud and nowhere else`() async throws {
        let server = ScriptedCloud()
        let session = CloudSession.at(server, try CloudFixture.huawei(regions: ["r1"]).cloud("hw"))
        for url in ["https://evil.example/v2/schemas/images", "http://ims.r1.cloud.example/v2/schemas/images"] {
            do {
                _ = try await session.authorize(HTTPRequest(url: url), for: try Region("r1"))
                Issue.record("sent to \(url)")
            } catch let error as CloudError {
                #expect(error.description.contains("is not of this cloud, so no credential is sent there"))
            }
        }
    }

    @Test(arguments: [
        ("auth_type: admin_token\n    auth: {token: T, endpoint: 'https://g.example'}", "X-Auth-Token", "T"),
        (
            "auth_type: http_basic\n    auth: {username: u, password: pä, endpoint: 'https://g.example'}",
            "Authorization", "Basic dTpww6Q="
        ),
        ("auth_type: none\n    endpoint: https://g.example", "X-Auth-Token", nil),
    ])
    func `logins without Keystone`(settings: String, header: String, value: String?) async throws {
        let cloud = try CloudFixture("clouds:\n  g:\n    \(settings)\n").cloud("g")
        let server = ScriptedCloud()
        let session = CloudSession.at(server, cloud)
        let endpoints = await session.discover().endpoints
        #expect(endpoints.map(\.base) == ["https://g.example/v2"])
        let request = try await session.authorize(HTTPRequest(url: "https://g.example/v2/schemas/images"), for: nil)
        #expect(request.headers[header] == value)
        #expect(await server.requests.isEmpty)
    }

    @Test(arguments: [
        ("", "X", "its body"), (#"{"token":{}}"#, "", "has no header X-Subject-Token"),
        (#"{"nothing":1}"#, "X", "its body has no 'token'"), ("{", "X", "line 1, column 2"),
    ])
    func `an answer that is no token is no login`(body: String, token: String, detail: String) async throws {
        let server = ScriptedCloud()
        var response = HTTPResponse(status: 201, body: Array(body.utf8))
        response.headers["X-Subject-Token"] = token.isEmpty ? nil : token
        let answer = response
        await server.set { $0.scripted = [("/auth/tokens", answer)] }
        let found = await CloudSession.at(server, try CloudFixture(Self.plain).cloud("c")).discover()
        let message = try #require(found.refused.first?.reason.description)
        #expect(message.contains("gave no usable token: "))
        if !body.isEmpty { #expect(message.contains(detail)) }
    }

    // MARK: The walk

    private static func walk(_ fixture: CloudFixture, _ server: ScriptedCloud, gate: MemoryGate = MemoryGate())
        async throws -> [WalkStep]
    {
        let walk = CloudWalk(
            "hw", files: try fixture.load(), schemas: [try SchemaName("images"), try SchemaName("metadefs/tag")],
            desk: .at(server, gate), transport: server, now: { server.clock.now })
        var steps: [WalkStep] = []
        await walk.run { steps.append($0) }
        return steps
    }

    @Test func `a walk that meets nothing wrong names each step`() async throws {
        let server = ScriptedCloud()
        await server.set { $0.scripted = [("/metadefs/tag", ScriptedCloud.json(404, [:]))] }
        let steps = try await Self.walk(.huawei(regions: ["r1"]), server)
        #expect(
            steps.map { "\($0.stage.rawValue) \($0.outcome.rawValue)" } == [
                "files passed", "settings passed", "names passed", "tls passed", "login passed", "catalog passed",
                "schema passed", "schema warned",
            ])
        #expect(steps[1].message == "/cwd/clouds.yaml:2: login password, r1")
        #expect(steps[5].description == "catalog: hw/r1: https://ims.r1.cloud.example/v2")
        #expect(steps[7].advice == "this cloud does not publish it, which is usual; leave it out of schemas")
    }

    @Test func `a walk stops where it fails and says what to do`() async throws {
        let server = ScriptedCloud()
        await server.set { $0.unreachable = ["iam."] }
        let steps = try await Self.walk(.huawei(regions: ["r1"]), server)
        let failed = try #require(steps.first { $0.outcome == .failed })
        #expect(failed.stage == .names)
        #expect(
            failed.description
                == "names: iam.r1.cloud.example: no connection to iam.r1.cloud.example: connection refused; check the network,"
                + " a firewall, HTTPS_PROXY and NO_PROXY")
    }

    @Test func `a walk obeys the pause of a refused login`() async throws {
        let server = ScriptedCloud()
        let gate = MemoryGate()
        let fixture = CloudFixture.huawei(regions: ["r1"], password: "wrong")
        for _ in 1...3 {
            let steps = try await Self.walk(fixture, server, gate: gate)
            #expect(steps.last?.stage == .login)
            #expect(steps.last?.outcome == .failed)
        }
        #expect(await server.logins == 1)
    }
}
