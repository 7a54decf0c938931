import Testing

@testable import DriftCore
@testable import DriftMonitor

@Suite struct FoundCloudsTests {
    private struct Nowhere: HTTPTransport {
        func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse { throw .cancelled }
    }

    private struct Open: LoginGate {
        func beginLogin(_ credential: CredentialKey, revision: String, now: Timestamp) -> LoginPermit { .granted }
        func endLogin(_ credential: CredentialKey, revision: String, outcome: LoginOutcome, now: Timestamp) {}
        func resetLogin(_ credential: CredentialKey) {}
    }

    private static func finding(_ regions: [String], isWhole: Bool, hasSession: Bool = true) throws -> CloudFinding {
        var finding = CloudFinding(CloudWish(name: "c", interval: .seconds(60), source: "test"))
        finding.isWhole = isWhole
        finding.targets = try regions.map {
            Target(key: try TargetKey("c/\($0)/images"), url: "https://image.example", source: "test")
        }
        if hasSession {
            let desk = LoginDesk(transport: Nowhere(), gate: Open(), now: Host.now)
            finding.session = CloudSession(
                Cloud(name: "c", entries: [], refused: [], warnings: [], wantsWholeCatalog: true), desk: desk)
        }
        return finding
    }

    @Test func `requests go by the session that was found last, once it has asked every login`() throws {
        let found = FoundClouds()
        #expect(found.session(of: "c") == nil)
        let (first, part, whole) = (
            try Self.finding(["a"], isWhole: false), try Self.finding(["a"], isWhole: false),
            try Self.finding(["a", "b"], isWhole: true)
        )
        found.take(first)
        #expect(found.session(of: "c") === first.session, "better than none")
        found.take(part)
        #expect(found.session(of: "c") === first.session)
        found.take(whole)
        #expect(found.session(of: "c") === whole.session)
        found.take(try Self.finding([], isWhole: true, hasSession: false))
        #expect(found.session(of: "c") === whole.session, "files that cannot be read now end no session")
    }

    @Test func `names of regions gather and stay, in order`() throws {
        let found = FoundClouds()
        found.name(["z", "m"])
        #expect(found.regionNames == ["m", "z"])
        found.take(try Self.finding(["b", "z"], isWhole: false))
        #expect(found.regionNames == ["b", "m", "z"])
        found.take(try Self.finding([], isWhole: true))
        #expect(found.regionNames == ["b", "m", "z"])
    }
}
