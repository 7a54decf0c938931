import Testing

@testable import DriftCore

/// Does no harm: an account is never locked by us, and no login is made that another has made before.
@Suite(.timeLimit(.minutes(10))) struct LoginDeskTests {
    static let thirty = (1...30).map { "region-\($0)" }

    private static func url(_ region: String) -> String { "https://ims.\(region).cloud.example/v2/schemas/images" }

    /// One check in each region at once; what each one met.
    private static func checkAll(
        _ session: CloudSession, _ regions: [String], through server: ScriptedCloud
    ) async -> [Result<Int, any Error>] {
        await withTaskGroup { group in
            for region in regions {
                group.addTask { () async -> Result<Int, any Error> in
                    do {
                        return .success(
                            try await session.check(url(region), in: try Region(region), through: server))
                    } catch {
                        return .failure(error)
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func `thirty regions with one wrong password log in once`() async throws {
        let server = ScriptedCloud(.init(regions: Self.thirty))
        let gate = MemoryGate()
        let cloud = try CloudFixture.huawei(regions: Self.thirty, password: "wrong").cloud("hw")
        #expect(cloud.entries.count == 30)

        let results = await Self.checkAll(.at(server, cloud, gate), Self.thirty, through: server)
        #expect(await server.logins == 1)
        #expect(await server.requests.count == 1)
        let errors = results.compactMap { result -> CloudError? in
            if case .failure(let error) = result { error as? CloudError } else { nil }
        }
        #expect(errors.count == 30)
        #expect(errors.allSatisfy { $0.concern == .credential })
        #expect(errors.count { if case .loginRefused = $0 { true } else { false } } == 1)

        // Another process, or the same one after a restart, finds the pause in the store.
        _ = await Self.checkAll(.at(server, cloud, gate), Self.thirty, through: server)
        #expect(await server.logins == 1)
        server.clock.advance(.seconds(14 * 60))
        _ = await Self.checkAll(.at(server, cloud, gate), Self.thirty, through: server)
        #expect(await server.logins == 1)

        // The pause is over: one more attempt, not thirty.
        server.clock.advance(.seconds(2 * 60))
        _ = await Self.checkAll(.at(server, cloud, gate), Self.thirty, through: server)
        #expect(await server.logins == 2)
    }

    @Test func `an edited file ends the pause, and so does the user's word`() async throws {
        let server = ScriptedCloud()
        let gate = MemoryGate()
        var fixture = CloudFixture.huawei(regions: ["r1"], password: "wrong")
        _ = await Self.checkAll(.at(server, try fixture.cloud("hw"), gate), ["r1"], through: server)
        #expect(await server.logins == 1)

        fixture.modified = Timestamp(milliseconds: 2)
        let edited = try fixture.cloud("hw")
        _ = await Self.checkAll(.at(server, edited, gate), ["r1"], through: server)
        #expect(await server.logins == 2)
        _ = await Self.checkAll(.at(server, edited, gate), ["r1"], through: server)
        #expect(await server.logins == 2)

        try await gate.resetLogin(#require(edited.entries.first?.credential))
        _ = await Self.checkAll(.at(server, edited, gate), ["r1"], through: server)
        #expect(await server.logins == 3)
    }

    @Test func `thirty callers of one cloud share one token`() async throws {
        let server = ScriptedCloud(.init(regions: Self.thirty))
        let cloud = try CloudFixture(
            """
            clouds:
              c:
                auth: {auth_url: 'https://keystone.cloud.example/v3', username: u, password: right, \
            user_domain_name: D, project_name: p, project_domain_name: D}
            """
        ).cloud("c")
        let session = CloudSession.at(server, cloud)
        let discovery = await session.discover()
        #expect(discovery.endpoints.map(\.region?.name) == Self.thirty)
        let results = await Self.checkAll(session, Self.thirty, through: server)
        #expect(results.allSatisfy { (try? $0.get()) == 200 })
        #expect(await server.logins == 1)
    }

    @Test func `a token is used until two minutes before its end`() async throws {
        let server = ScriptedCloud()
        let session = CloudSession.at(server, try CloudFixture.huawei(regions: ["r1"]).cloud("hw"))
        func check() async throws { _ = try await session.check(Self.url("r1"), in: Region("r1"), through: server) }
        try await check()
        server.clock.advance(.seconds(86_400 - 121))
        try await check()
        #expect(await server.logins == 1)
        server.clock.advance(.seconds(2))
        try await check()
        #expect(await server.logins == 2)
    }

    @Test func `a token that dies early is replaced once for all who use it`() async throws {
        let server = ScriptedCloud(.init(regions: ["r1"]))
        let session = CloudSession.at(server, try CloudFixture.huawei(regions: ["r1"]).cloud("hw"))
        let same = Array(repeating: "r1", count: 30)
        #expect(await Self.checkAll(session, same, through: server).allSatisfy { (try? $0.get()) == 200 })
        await server.revokeTokens()
        #expect(await Self.checkAll(session, same, through: server).allSatisfy { (try? $0.get()) == 200 })
        #expect(await server.logins == 2)
    }

    @Test func `a service that refuses even a new token does not make us log in again and again`() async throws {
        let server = ScriptedCloud()
        await server.set { $0.acceptsTokens = false }
        let session = CloudSession.at(server, try CloudFixture.huawei(regions: ["r1"]).cloud("hw"))
        #expect(try await session.check(Self.url("r1"), in: Region("r1"), through: server) == 401)
        #expect(await server.logins == 2)
        for _ in 1...5 {
            server.clock.advance(.seconds(10))
            await #expect(throws: CloudError.tokenNotAccepted(url: Self.url("r1"), detail: nil, mayBeRestricted: false))
            {
                try await session.check(Self.url("r1"), in: Region("r1"), through: server)
            }
        }
        #expect(await server.logins == 2)
    }

    @Test func `a 401 while Keystone cannot be reached is Keystone's failure`() async throws {
        let server = ScriptedCloud()
        let session = CloudSession.at(server, try CloudFixture.huawei(regions: ["r1"]).cloud("hw"))
        _ = try await session.check(Self.url("r1"), in: Region("r1"), through: server)
        await server.revokeTokens()
        await server.set { $0.unreachable = ["iam."] }
        do {
            _ = try await session.check(Self.url("r1"), in: Region("r1"), through: server)
            Issue.record("no error")
        } catch let error as CloudError {
            #expect(error.concern == .identity)
            #expect(
                error.description
                    == "the login service https://iam.r1.cloud.example/v3/auth/tokens cannot be asked: no connection to"
                    + " iam.r1.cloud.example: connection refused")
        }
        // No word was said against the password, so nothing is paused but for a moment.
        await server.set { $0.unreachable = [] }
        server.clock.advance(.seconds(5))
        #expect(try await session.check(Self.url("r1"), in: Region("r1"), through: server) == 200)
    }

    @Test func `a login in another process is waited for, but not for ever`() async throws {
        let server = ScriptedCloud()
        let gate = MemoryGate()
        let cloud = try CloudFixture.huawei(regions: ["r1"]).cloud("hw")
        let credential = try #require(cloud.entries.first?.credential)
        await gate.lease(credential, from: server.clock.now, until: server.clock.now.advanced(by: .seconds(10)))
        let session = CloudSession.at(server, cloud, gate)
        #expect(try await session.check(Self.url("r1"), in: Region("r1"), through: server) == 200)

        let stuck = server.clock.now.advanced(by: .seconds(3600))
        await gate.lease(credential, from: server.clock.now, until: stuck)
        await #expect(throws: CloudError.loginBusy(credential, until: stuck)) {
            try await CloudSession.at(server, cloud, gate).check(Self.url("r1"), in: Region("r1"), through: server)
        }
    }

    @Test func `a locked account is told as what it is`() async throws {
        let server = ScriptedCloud()
        await server.set {
            $0.scripted = [("/auth/tokens", ScriptedCloud.keystoneError(401, "The account is locked."))]
        }
        let session = CloudSession.at(server, try CloudFixture.huawei(regions: ["r1"]).cloud("hw"))
        do {
            _ = try await session.check(Self.url("r1"), in: Region("r1"), through: server)
            Issue.record("no error")
        } catch let error as CloudError {
            #expect(error.description.contains("The account is locked. (request req-0001); the provider has locked"))
            #expect(error.concern == .credential)
        }
    }

    @Test(arguments: [
        (429, "it asks for fewer logins"), (503, "the next check tries again"), (404, "does auth_url end in /v3?"),
        (400, "are user, project and their domains complete?"),
    ])
    func `an answer that is no word on the credential pauses nothing`(status: Int, advice: String) async throws {
        let server = ScriptedCloud()
        let session = CloudSession.at(server, try CloudFixture.huawei(regions: ["r1"]).cloud("hw"))
        await server.set {
            var response = ScriptedCloud.json(status, [:])
            response.headers["Retry-After"] = "7"
            $0.scripted = [("/auth/tokens", response)]
        }
        do {
            _ = try await session.check(Self.url("r1"), in: Region("r1"), through: server)
            Issue.record("no error")
        } catch let error as CloudError {
            #expect(error.description.contains(advice))
            #expect(error.retryAfter == .seconds(7))
        }
        // For as long as it asks, nothing is sent.
        do {
            _ = try await session.check(Self.url("r1"), in: Region("r1"), through: server)
            Issue.record("no error")
        } catch let error as CloudError {
            #expect(error.description.contains(advice))
        }
        #expect(await server.count("/auth/tokens") == 1)
        server.clock.advance(.seconds(8))
        #expect(try await session.check(Self.url("r1"), in: Region("r1"), through: server) == 200)
    }

    /// As Keystone says it of an application credential that was deleted.
    @Test func `an unknown credential is refused, whatever the status`() async throws {
        let server = ScriptedCloud()
        let session = CloudSession.at(server, try CloudFixture.huawei(regions: ["r1"]).cloud("hw"))
        await server.set {
            $0.scripted = [
                ("/auth/tokens", ScriptedCloud.keystoneError(404, "Could not find Application Credential: 0123."))
            ]
        }
        for words in ["was refused: 404, Could not find Application Credential: 0123.", "is paused until"] {
            do {
                _ = try await session.check(Self.url("r1"), in: Region("r1"), through: server)
                Issue.record("no error")
            } catch let error as CloudError {
                #expect(error.description.contains(words), "\(error)")
                #expect(error.concern == .credential)
            }
        }
        #expect(await server.count("/auth/tokens") == 1)
    }

    /// Answers only when it is given up.
    private struct Hanging: HTTPTransport {
        let started: AsyncStream<Void>.Continuation

        func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
            started.yield()
            do {
                try await Task.sleep(for: .seconds(3600))
            } catch {
                throw .cancelled
            }
            throw .timedOut(limit: .seconds(3600))
        }
    }

    @Test func `a login that nobody waits for any more ends at once`() async throws {
        let (stream, started) = AsyncStream.makeStream(of: Void.self)
        let clock = ManualClock(Timestamp(milliseconds: 0))
        let desk = LoginDesk(transport: Hanging(started: started), gate: MemoryGate(), now: { clock.now })
        let session = CloudSession(try CloudFixture.huawei(regions: ["r1"]).cloud("hw"), desk: desk)
        let region = try Region("r1")
        let check = Task { try await session.authorize(HTTPRequest(url: Self.url("r1")), for: region) }
        for await _ in stream { break }
        check.cancel()
        await #expect(throws: CloudError.self) { try await check.value }
    }
}
