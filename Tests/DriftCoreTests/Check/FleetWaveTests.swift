import Synchronization
import Testing

@testable import DriftCore

/// A change that is on its way through a fleet, in simulated time.
@Suite(.timeLimit(.minutes(5))) struct FleetWaveTests {
    /// Changes that each target shows from some time on, until they are confirmed.
    private final class Changes: Sendable {
        private let seen = Mutex<[TargetKey: Int]>([:])

        func reply(_ key: TargetKey) -> ScriptedFleet.Reply {
            seen.withLock { seen in
                let count = seen[key, default: 0]
                seen[key] = count + 1
                return count < 2 ? .drifted : .unchanged
            }
        }
    }

    private func found(_ fleet: ScriptedFleet) -> [Duration] {
        fleet.outcomes.filter { $0.name == "drifted" }.map(\.time).sorted()
    }

    @Test(arguments: [(600, 9000), (3600, 9000), (21_600, 100_000)])
    func `a change in a hundred regions is known everywhere within two minutes of the first`(
        interval: Int, changed: Int
    ) throws {
        let changes = Changes()
        let fleet = ScriptedFleet { target, time in
            (time >= .seconds(changed) ? changes.reply(target.key) : .unchanged, .milliseconds(50))
        }
        let targets =
            try ScriptedFleet.regions(50, interval: .seconds(interval))
            + ScriptedFleet.regions(50, cloud: "other", interval: .seconds(interval))
        #expect(fleet.run(targets, for: .seconds(changed + 4 * interval), isSpread: true))
        let found = found(fleet)
        #expect(found.count == 100)
        #expect(try #require(found.last) - found[0] < .seconds(125))
    }

    @Test func `a wave is one look more for each, and moves no turn`() throws {
        let changes = Changes()
        let fleet = ScriptedFleet { target, time in
            let isChanged = time >= .seconds(9000) && target.key.region?.name != "r7"
            return (isChanged ? changes.reply(target.key) : .unchanged, .milliseconds(50))
        }
        let targets = try ScriptedFleet.regions(100)
        #expect(fleet.run(targets, for: .seconds(36_000), isSpread: true))
        for target in targets {
            // Ten turns, the wave's look, and the one that confirms.
            #expect((11...13).contains(fleet.looks(at: target.key).count))
        }
        // As long after the wave as before it, the looks are spread over the hour as they were.
        func most(in window: Range<Int>) -> Int {
            stride(from: window.lowerBound, to: window.upperBound, by: 60).map { start in
                fleet.looks.count { .seconds(start) <= $0.start && $0.start < .seconds(start + 60) }
            }.max() ?? 0
        }
        #expect(most(in: 14_400..<36_000) <= most(in: 3600..<9000) + 2)
    }

    @Test func `other schemas of the fleet are left alone`() throws {
        let changes = Changes()
        let fleet = ScriptedFleet { target, time in
            let isChanged = time >= .seconds(9000) && target.key.schema.name == "image"
            return (isChanged ? changes.reply(target.key) : .unchanged, .zero)
        }
        let others = try ScriptedFleet.regions(50)
        #expect(
            fleet.run(try others + ScriptedFleet.regions(50, schema: "image"), for: .seconds(18_000), isSpread: true))
        #expect(found(fleet).count == 50)
        #expect(fleet.gaps(of: Set(others.map(\.key))).allSatisfy { $0.isAbout(.seconds(3600)) })
        #expect(others.allSatisfy { (4...5).contains(fleet.looks(at: $0.key).count) })
    }

    @Test func `a target that flaps for a week is no load on its siblings`() throws {
        let turn = Mutex(0)
        let fleet = ScriptedFleet { target, _ in
            guard target.key.region?.name == "r0" else { return (.unchanged, .zero) }
            // Each reply is asked for twice.
            let flap = turn.withLock { turn in
                turn += 1
                return turn / 2
            }
            return (flap.isMultiple(of: 2) ? .drifted : .reverted, .zero)
        }
        let targets = try ScriptedFleet.regions(40)
        #expect(fleet.run(targets, for: .seconds(7 * 86_400), isSpread: true))
        for target in targets.dropFirst() {
            // 168 turns; five waves on the first day, one or two on each that follows.
            #expect((168...182).contains(fleet.looks(at: target.key).count))
        }
    }

    @Test func `who asked to be left alone, or fails, is not hastened`() throws {
        let changes = Changes()
        let fleet = ScriptedFleet { target, time in
            switch target.key.region?.name {
            case "r1": (.failed(retryAfter: .seconds(3000)), .zero)
            case "r2": (.failed(retryAfter: nil), .zero)
            default: (time >= .seconds(9000) ? changes.reply(target.key) : .unchanged, .zero)
            }
        }
        let targets = try ScriptedFleet.regions(50)
        #expect(fleet.run(targets, for: .seconds(20_000), isSpread: true))
        #expect(found(fleet).count == 48)
        let asked = fleet.looks(at: targets[1].key)
        #expect(zip(asked, asked.dropFirst()).allSatisfy { $1 - $0 >= .seconds(3000) })
        // Half of the back-off's ceiling, which ends at the interval.
        let failing = fleet.looks(at: targets[2].key)
        #expect(
            zip(failing, failing.dropFirst()).suffix(4).allSatisfy { ($1 - $0).isAbout(.seconds(1800)) })
    }

    @Test func `a target that was being asked when the wave began is asked again`() throws {
        let targets = try ScriptedFleet.regions(100)
        let slow = targets[3]
        let now = Timestamp(milliseconds: 1_700_000_000_000)
        let turn = Timetable().first(slow, lastCheck: now.advanced(by: .seconds(-1)), now: now)
        let changes = Changes()
        // It is asked just before the change, and answers when the wave is under way.
        let fleet = ScriptedFleet { target, time in
            (
                time > turn ? changes.reply(target.key) : .unchanged,
                target.key == slow.key && time <= turn ? .seconds(400) : .zero
            )
        }
        #expect(fleet.run(targets, for: turn + .seconds(3000), isSpread: true))
        #expect(try #require(found(fleet).first) < turn + .seconds(400))
        let looks = fleet.looks(at: slow.key)
        #expect(looks.count == 3 && looks[0] == turn)
        #expect(looks[1] >= turn + .seconds(400) && looks[1] < turn + .seconds(525))
    }
}
