import DriftCore
import Testing

@Suite(.eachStore) struct LoginGateTests {
    let scratch: Scratch
    let gate: any LoginGate
    let me = CredentialKey(authURL: "https://iam.example.test/v3", user: "me")

    init() throws {
        scratch = try Scratch()
        gate = try scratch.anyStore()
    }

    @Test func `one attempt at a time, over all processes`() async throws {
        let other = try scratch.anyStore()
        #expect(try await begin(at: 0) == .granted)
        #expect(
            try await other.beginLogin(me, revision: "1", now: Sample.time(1)) == .busy(until: Sample.time(60)))
        #expect(try await begin(CredentialKey(authURL: me.authURL, user: "you"), at: 1) == .granted)
        try await end(.accepted, at: 2)
        #expect(try await other.beginLogin(me, revision: "1", now: Sample.time(3)) == .granted)
        // A process that ended in mid-login holds nobody up for ever.
        #expect(try await begin(at: 62) == .busy(until: Sample.time(63)))
        #expect(try await begin(at: 63) == .granted)
    }

    @Test func `a refused login pauses the credential for fifteen minutes`() async throws {
        #expect(try await begin(at: 0) == .granted)
        try await end(.refused(reason: "401"), at: 1)
        #expect(try await begin(at: 2) == .paused(until: Sample.time(901), reason: "401"))
        #expect(try await begin(at: 900) == .paused(until: Sample.time(901), reason: "401"))
        #expect(try await begin(at: 901) == .granted)
        #expect(try await begin(at: 902) == .busy(until: Sample.time(961)))
    }

    @Test func `an edited file or a person ends the pause`() async throws {
        _ = try await begin(at: 0)
        try await end(.refused(reason: "401"), at: 1)
        #expect(try await begin(at: 2, revision: "2") == .granted)
        try await end(.refused(reason: "401"), at: 3, revision: "2")
        #expect(try await begin(at: 4, revision: "2") == .paused(until: Sample.time(903), reason: "401"))
        try await gate.resetLogin(me)
        #expect(try await begin(at: 5, revision: "2") == .granted)
    }

    @Test func `no answer is no refusal`() async throws {
        _ = try await begin(at: 0)
        try await end(.unanswered, at: 1)
        #expect(try await begin(at: 2) == .granted)
    }

    private func begin(
        _ credential: CredentialKey? = nil, at seconds: Int64, revision: String = "1"
    ) async throws -> LoginPermit {
        try await gate.beginLogin(credential ?? me, revision: revision, now: Sample.time(seconds))
    }

    private func end(_ outcome: LoginOutcome, at seconds: Int64, revision: String = "1") async throws {
        try await gate.endLogin(me, revision: revision, outcome: outcome, now: Sample.time(seconds))
    }
}
