import Testing

@testable import DriftCore

@Suite(.timeLimit(.minutes(10))) struct SigningTests {
    private static func url(_ region: String) -> String { "https://ims.\(region).cloud.example/v2/schemas/images" }

    private static func session(
        _ fixture: CloudFixture, _ server: ScriptedCloud, _ gate: MemoryGate = MemoryGate(), skew: Duration = .zero
    ) throws -> CloudSession {
        CloudSession(try fixture.cloud("hw"), desk: .at(server, gate, skew: skew))
    }

    @Test func `a signed request is accepted in each region with that region's project`() async throws {
        let regions = ["r1", "r2"]
        let server = ScriptedCloud(.init(regions: regions))
        let session = try Self.session(.keys(regions: regions), server)
        let discovery = await session.discover()
        #expect(discovery.endpoints.map(\.base) == regions.map { "https://ims.\($0).cloud.example/v2" })
        for region in regions {
            #expect(try await session.check(Self.url(region), in: Region(region), through: server) == 200)
        }
        let sent = await server.traffic.filter { $0.url.contains("/schemas/") }
        #expect(Set(sent.map { $0.headers["X-Project-Id"] }) == ["id-of-r1", "id-of-r2"])
        #expect(await server.logins == 0)
        // The ids are asked for once.
        _ = try await session.check(Self.url("r1"), in: Region("r1"), through: server)
        #expect(await server.count("/projects?name=r1") == 1)
    }

    @Test func `a security token is signed and sent`() async throws {
        let server = ScriptedCloud()
        let fixture = CloudFixture.keys(regions: ["r1"], more: "    security_token: temporary\n    project_id: p1")
        let session = try Self.session(fixture, server)
        #expect(try await session.check(Self.url("r1"), in: Region("r1"), through: server) == 200)
        let sent = try #require(await server.traffic.last)
        #expect(sent.headers["X-Security-Token"] == "temporary")
        #expect(sent.headers["X-Project-Id"] == "p1")
        #expect(sent.headers["Authorization"]?.contains("x-project-id;x-sdk-date;x-security-token") == true)
    }

    @Test(arguments: [
        ("AK1", "wrong", "check secret_key"), ("AK9", "SK1", "there is no such access key"),
    ])
    func `a wrong key is tried once, however many targets share it`(
        access: String, secret: String, advice: String
    ) async throws {
        let regions = LoginDeskTests.thirty
        let server = ScriptedCloud(.init(regions: regions))
        let gate = MemoryGate()
        let session = try Self.session(.keys(regions: regions, access: access, secret: secret), server, gate)
        await withTaskGroup { group in
            for region in regions {
                group.addTask {
                    _ = try? await session.check(Self.url(region), in: try Region(region), through: server)
                }
            }
        }
        #expect(await server.requests.count == 1)
        #expect(await !server.keyIsLocked)
        do {
            _ = try await session.check(Self.url("region-1"), in: Region("region-1"), through: server)
            Issue.record("no error")
        } catch let error as CloudError {
            #expect(error.description.contains(advice))
            #expect(error.concern == .credential)
        }
        #expect(await server.requests.count == 1)
    }

    @Test func `a clock that is off is told as such`() async throws {
        let server = ScriptedCloud()
        let session = try Self.session(.keys(regions: ["r1"]), server, skew: .seconds(-3600))
        do {
            _ = try await session.check(Self.url("r1"), in: Region("r1"), through: server)
            Issue.record("no error")
        } catch let error as CloudError {
            #expect(error.description.contains("this machine's clock is wrong"))
            #expect(error.description.contains("server time:20231114T221320Z"))
        }
    }

    @Test func `a key that is revoked later is tried once more and then left alone`() async throws {
        let server = ScriptedCloud()
        let session = try Self.session(.keys(regions: ["r1"], more: "    project_id: p1"), server)
        #expect(try await session.check(Self.url("r1"), in: Region("r1"), through: server) == 200)
        await server.set { $0.account.secretKeys = [:] }
        let before = await server.requests.count
        for _ in 1...4 {
            await #expect(throws: CloudError.self) {
                try await session.check(Self.url("r1"), in: Region("r1"), through: server)
            }
        }
        #expect(await server.requests.count == before + 2)
    }

    @Test func `no project of the region's name is told with the way out`() async throws {
        let server = ScriptedCloud(.init(regions: ["other"]))
        let session = try Self.session(.keys(regions: ["r1"]), server)
        await #expect(
            throws: CloudError.projectNotFound(
                "r1", url: "https://iam.r1.cloud.example/v3/projects?name=r1",
                reason: "the account has none of that name")
        ) {
            try await session.check(Self.url("r1"), in: Region("r1"), through: server)
        }
    }

    @Test func `a port that goes without saying is not signed`() {
        let signer = RequestSigner(accessKey: "a", secretKey: Secret("s"))
        let now = Timestamp(milliseconds: 0)
        let plain = signer.signed(HTTPRequest(url: "https://ims.example/v2/schemas/images"), now: now)
        let ported = signer.signed(HTTPRequest(url: "https://IMS.example:443/v2/schemas/images"), now: now)
        #expect(plain.headers["Authorization"] == ported.headers["Authorization"])
        #expect(plain.headers["Host"] == nil)
    }
}
