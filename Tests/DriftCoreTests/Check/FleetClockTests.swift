import Synchronization
import Testing

@testable import DriftCore

/// A wall clock that is set while the fleet runs, and targets that change meanwhile, in simulated time.
@Suite(.timeLimit(.minutes(5))) struct FleetClockTests {
    private static let day = 86_400

    @Test(arguments: [-50 * 365 * day, -day, -3600, -1, 1, 3600, day, 50 * 365 * day])
    func `whatever the wall clock is set to, each target keeps its turn`(jump: Int) throws {
        let wallClock = ManualClock(Timestamp(milliseconds: 1_700_000_000_000))
        let jumps = Mutex([Duration.seconds(9000), .seconds(20_000)])
        let fleet = ScriptedFleet(wallClock: wallClock) { _, time in
            let isDue = jumps.withLock { jumps in
                guard let next = jumps.first, time >= next else { return false }
                jumps.removeFirst()
                return true
            }
            if isDue { wallClock.advance(.seconds(jump)) }
            return (.unchanged, .zero)
        }
        let targets = try ScriptedFleet.regions(50)
        #expect(fleet.run(targets, for: .seconds(36_000), reload: (.seconds(25_000), targets)))
        #expect(jumps.withLock { $0.isEmpty })
        #expect(fleet.gaps(of: Set(targets.map(\.key))).allSatisfy { $0.isAbout(.seconds(3600)) })
        #expect(fleet.late.isEmpty)
    }

    @Test(arguments: [-40 * 365 * day, -day, 0, 1, 3600, day, 40 * 365 * day])
    func `after a start, no target waits longer than its interval, whatever the clock showed when it was checked`(
        ago: Int
    ) throws {
        let fleet = ScriptedFleet { _, _ in (.unchanged, .zero) }
        let targets = try ScriptedFleet.regions(50)
        let lastCheck = Timestamp(milliseconds: 1_700_000_000_000).advanced(by: .seconds(-ago))
        let hasEnded = fleet.run(targets, for: .seconds(7200), lastCheck: { _, _ in lastCheck })
        #expect(hasEnded)
        for target in targets { #expect(try #require(fleet.looks(at: target.key).first) <= .seconds(3600)) }
    }

    @Test func `a reload keeps the turns of what stays, and reading the store holds nobody up`() throws {
        let old = try ScriptedFleet.regions(20, interval: .seconds(1))
        let new = try ScriptedFleet.regions(5000, cloud: "new")
        let fleet = ScriptedFleet { _, _ in (.unchanged, .milliseconds(10)) }
        let lastCheck: @Sendable (TargetKey, SimulatedTime) async -> Timestamp? = { key, time in
            // The store is slow: five seconds for all that is read at once.
            try? await time.sleep(until: time.now.advanced(by: .milliseconds(20)), tolerance: nil)
            return nil
        }
        let hasEnded = fleet.run(old, for: .seconds(120), lastCheck: lastCheck, reload: (.seconds(60), old + new))
        #expect(hasEnded)
        #expect(try #require(fleet.gaps(of: Set(old.map(\.key))).max()) < .milliseconds(1300))
        #expect(Set(fleet.looks.map(\.key)).count == 5020)
    }

    @Test func `a reload drops what left, takes what is new, and looks soon at what is another target by now`() throws {
        let targets = try ScriptedFleet.regions(3)
        let fleet = ScriptedFleet { _, _ in (.unchanged, .milliseconds(10)) }
        var moved = targets[1]
        moved.url = "http://elsewhere.example/v2/schemas/images"
        let new = try ScriptedFleet.regions(1, cloud: "new")[0]
        #expect(
            fleet.run(
                targets, for: .seconds(7000), reload: (.seconds(1000), [targets[0], moved, new])))
        #expect(try #require(fleet.gaps(of: [targets[0].key]).first) <= .milliseconds(3_600_011))
        let looks = fleet.looks(at: moved.key)
        #expect(looks.count == 3 && looks[1] >= .seconds(1000) && looks[1] < .seconds(1030))
        #expect(fleet.looks(at: targets[2].key).count == 1)
        let newLooks = fleet.looks(at: new.key)
        #expect(newLooks.count == 2 && newLooks[0] < .seconds(1030))
    }
}
