import Testing

@testable import DriftCore

@Suite struct TargetHealthTests {
    private let noon = Timestamp(milliseconds: 1_700_000_000_000)

    @Test func `a healthy target stores nothing`() {
        #expect(TargetHealth().json == nil)
        #expect(TargetHealth(json: nil).isClean)
    }

    @Test func `what is stored is read back`() {
        var health = TargetHealth()
        health.countFailure(at: noon, isCredentialsFault: true)
        health.countUnconfirmed(at: noon)
        health.countShrunk(Digest(of: [1]))
        health.countFlip(at: noon)
        health.told = [.targetLost, .targetUnstable]
        #expect(health.json != nil)
        #expect(TargetHealth(json: health.json) == health)
    }

    @Test func `recovering ends failures and says whether they were told`() {
        var health = TargetHealth()
        health.countFailure(at: noon, isCredentialsFault: false)
        #expect(health.failingSince == noon)
        let early = health.recover()
        #expect(!early)
        #expect(health.isClean)
        health.countFailure(at: noon, isCredentialsFault: false)
        health.told = [.targetLost]
        let told = health.recover()
        #expect(told)
        #expect(health.isClean)
    }

    @Test func `unconfirmed cycles count within a day of the first`() {
        var health = TargetHealth()
        health.countUnconfirmed(at: noon)
        health.countUnconfirmed(at: noon.advanced(by: .seconds(3600)))
        #expect(health.unconfirmed == 2)
        health.countUnconfirmed(at: noon.advanced(by: .seconds(90_000)))
        #expect(health.unconfirmed == 1)
    }

    @Test func `a shrunken document counts only while it stays the same`() {
        var health = TargetHealth()
        health.countShrunk(Digest(of: [1]))
        health.countShrunk(Digest(of: [1]))
        #expect(health.shrunk == 2)
        health.countShrunk(Digest(of: [2]))
        #expect(health.shrunk == 1)
    }

    @Test func `flips older than a day are forgotten, and with the last one that they were told`() {
        var health = TargetHealth()
        for hour in 0..<4 { health.countFlip(at: noon.advanced(by: .seconds(hour * 3600))) }
        #expect(health.flips.count == 4)
        health.told = [.targetFlapping]
        let early = health.forgetOldTrouble(at: noon.advanced(by: .seconds(86_400)))
        #expect(!early)
        #expect(health.flips.count == 3)
        #expect(health.told == [.targetFlapping])
        let late = health.forgetOldTrouble(at: noon.advanced(by: .seconds(3 * 86_400)))
        #expect(late)
        #expect(health.isClean)
    }

    @Test func `what was seen under a clock that was ahead does not count`() {
        var health = TargetHealth()
        for hour in 0..<4 { health.countFlip(at: noon.advanced(by: .seconds(hour * 3600))) }
        health.countUnconfirmed(at: noon)
        health.told = [.targetFlapping, .targetUnstable]
        let isOver = health.forgetOldTrouble(at: noon.advanced(by: .seconds(-365 * 86_400)))
        #expect(isOver)
        #expect(health.isClean)
    }
}
