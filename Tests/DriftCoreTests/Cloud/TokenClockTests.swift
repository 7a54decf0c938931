import Synchronization
import Testing

@testable import DriftCore

/// A token's end counts from when it was given: the wall clock may be set while it lives.
@Suite(.timeLimit(.minutes(5))) struct TokenClockTests {
    /// How far the wall clock is off.
    private final class Offset: Sendable {
        private let value = Mutex(Duration.zero)
        var now: Duration { value.withLock { $0 } }
        func set(_ duration: Duration) { value.withLock { $0 = duration } }
    }

    private static func session(_ server: ScriptedCloud, _ offset: Offset) throws -> CloudSession {
        let desk = LoginDesk(
            transport: server, gate: MemoryGate(), now: { server.clock.now.advanced(by: offset.now) },
            uptime: { server.clock.uptime })
        return CloudSession(try CloudFixture.huawei(regions: ["r1"]).cloud("hw"), desk: desk)
    }

    private static func check(_ session: CloudSession, _ server: ScriptedCloud) async throws {
        let status = try await session.check(
            "https://ims.r1.cloud.example/v2/schemas/images", in: Region("r1"), through: server)
        #expect(status == 200)
    }

    @Test(arguments: [
        Duration.seconds(-86_400), .seconds(86_400), .seconds(-1), .seconds(121), .seconds(10 * 365 * 86_400),
        .seconds(-50 * 365 * 86_400),
    ])
    func `a wall clock that is set neither ends a token nor lengthens its life`(jump: Duration) async throws {
        let server = ScriptedCloud()
        let offset = Offset()
        let session = try Self.session(server, offset)
        try await Self.check(session, server)
        offset.set(jump)
        for _ in 1...20 {
            server.clock.advance(.seconds(60))
            try await Self.check(session, server)
        }
        #expect(await server.logins == 1, "no login for a clock")
        server.clock.advance(.seconds(86_400))
        try await Self.check(session, server)
        #expect(await server.logins == 2, "and none too few: the first token is over")
        #expect(await server.count("/schemas/images") == 22, "no request with a token that is over")
        // Set right again, in the life of the second.
        offset.set(.zero)
        try await Self.check(session, server)
        #expect(await server.logins == 2)
    }

    @Test(arguments: [Duration.seconds(-86_400), .seconds(86_400)])
    func `a catalog is read anew by time that passes, whatever the clock says`(jump: Duration) async throws {
        let server = ScriptedCloud()
        let offset = Offset()
        let session = try Self.session(server, offset)
        _ = await session.discover()
        offset.set(jump)
        for _ in 1...5 { _ = await session.discover() }
        #expect(await server.count("/auth/catalog") == 0)
        #expect(await server.logins == 1)
        server.clock.advance(.seconds(60))
        _ = await session.discover()
        #expect(await server.count("/auth/catalog") == 1)
        #expect(await server.logins == 1)
    }

    @Test(arguments: [Duration.seconds(-86_400), .seconds(86_400)])
    func `a login service in trouble is left alone for a few seconds, not for a day`(jump: Duration) async throws {
        let server = ScriptedCloud()
        await server.set { $0.scripted = [("/auth/tokens", ScriptedCloud.json(503, [:]))] }
        let offset = Offset()
        let session = try Self.session(server, offset)
        await #expect(throws: CloudError.self) { try await Self.check(session, server) }
        offset.set(jump)
        await #expect(throws: CloudError.self) { try await Self.check(session, server) }
        #expect(await server.count("/auth/tokens") == 1)
        server.clock.advance(.seconds(6))
        try await Self.check(session, server)
        #expect(await server.count("/auth/tokens") == 2)
    }

    @Test(arguments: [
        (#""issued_at":"2030-01-01T00:00:00Z","expires_at":"2030-01-01T01:00:00Z""#, Duration.seconds(3600)),
        (#""issued_at":"1970-01-01T00:00:00Z","expires_at":"1970-01-01T00:10:00Z""#, .seconds(600)),
        (#""expires_at":"2023-11-14T23:13:20Z""#, .seconds(3600)),
        (#""expires_at":"2023-11-13T22:13:20Z""#, nil),
        (#""issued_at":"2030-01-02T00:00:00Z","expires_at":"2030-01-01T00:00:00Z""#, nil),
        (#""expires_at":7"#, nil), (#""methods":[]"#, nil),
    ])
    func `the life of a token is what lies between its two times`(times: String, life: Duration?) throws {
        let login = KeystoneLogin(
            url: "https://iam.example/v3", method: .password(user: .id("u"), password: Secret("p")), scope: .none)
        let answer = TokenAnswer(
            url: "https://iam.example/v3/auth/tokens", login: login,
            credential: CredentialKey(authURL: "https://iam.example", user: "u"))
        var response = HTTPResponse(status: 201, body: Array(#"{"token":{\#(times)}}"#.utf8))
        response.headers["X-Subject-Token"] = "T"
        // 2023-11-14T22:13:20Z
        let (outcome, result) = answer.read(
            .success(response), now: Timestamp(milliseconds: 1_700_000_000_000), uptime: .seconds(5),
            isReplacement: false)
        #expect(outcome == .accepted)
        let token = try result.get()
        #expect(token.life == life)
        #expect(token.left(at: .seconds(15)) == life.map { $0 - .seconds(10) })
    }
}
