import DriftCore
import Testing

@Suite struct TroubleTests {
    private func trouble(
        _ target: String, _ change: (inout TargetHealth) -> Void
    ) throws -> TargetTrouble? {
        var health = TargetHealth()
        change(&health)
        return TargetTrouble(
            TargetOverview(
                target: try TargetKey(target), lineage: Lineage(latest: 2, baseline: 1, openFrom: 2),
                latest: TargetOverview.LatestVersion(
                    document: Digest(of: Sample.text(2)), firstSeen: Sample.time(0), lastSeen: Sample.time(60)),
                lastCheck: Sample.time(90), outcome: LastOutcome(.failed, reason: "answered 503"), health: health))
    }

    @Test func `a target that is well, or only had an answer that was not confirmed, is in no trouble`() throws {
        #expect(try trouble("lab/r1/images") { _ in } == nil)
        #expect(try trouble("lab/r1/images") { $0.countUnconfirmed(at: Sample.time(0)) } == nil)
        #expect(try trouble("lab/r1/images") { $0.countFlip(at: Sample.time(0)) } == nil)
    }

    @Test func `one failed check is trouble, since the first failure`() throws {
        let found = try #require(
            try trouble("lab/r1/images") {
                $0.countFailure(at: Sample.time(70), isCredentialsFault: false)
                $0.countFailure(at: Sample.time(80), isCredentialsFault: false)
            })
        #expect(found.kind == .failed)
        #expect(found.failures == 2)
        #expect(found.since == Sample.time(70))
        #expect(!found.isCredentialsFault)
    }

    @Test(
        arguments: [
            (.targetSuspect, .suspect), (.targetGone, .gone), (.targetUnstable, .unstable),
            (.targetFlapping, .flapping),
        ] as [(EventKind, TargetTrouble.Kind)])
    func `what was told of a target and is not over is trouble`(event: EventKind, kind: TargetTrouble.Kind) throws {
        let found = try trouble("lab/r1/images") { $0.told = [event] }
        #expect(found?.kind == kind)
        #expect(found?.failures == 0)
        let both = try trouble("lab/r1/images") {
            $0.told = [event]
            $0.countFailure(at: Sample.time(70), isCredentialsFault: false)
        }
        #expect(both?.kind == .failed)
    }

    @Test func `one line for a cause: a cloud's targets that fare the same are told together, the worst first`() throws
    {
        func failed(_ target: String, credential: Bool = false) throws -> TargetTrouble? {
            try trouble(target) { $0.countFailure(at: Sample.time(70), isCredentialsFault: credential) }
        }
        let found = try [
            trouble("b/r1/images") { $0.told = [.targetGone] }, failed("a/r2/images"), failed("a/r1/images"),
            failed("c/r1/images", credential: true), failed("c/r2/images", credential: true), failed("c/r3/images"),
            failed("c/r4/images", credential: true), trouble("a/r9/images") { $0.told = [.targetSuspect] },
        ]
        let groups = CommonTrouble.grouped(found.compactMap(\.self))
        #expect(
            groups.map { "\($0.kind.rawValue) \($0.targets.map(\.target.description).joined(separator: " "))" } == [
                "failed c/r1/images c/r2/images c/r4/images", "failed a/r1/images a/r2/images", "failed c/r3/images",
                "suspect a/r9/images", "gone b/r1/images",
            ])
        #expect(groups.map(\.isSevere) == [true, true, true, true, false])
    }
}
