import Testing

@testable import DriftCore

/// Targets that nobody looks at, in simulated time.
@Suite(.timeLimit(.minutes(5))) struct FleetLateTests {
    private static let second = Duration.seconds(1)

    @Test func `a server's pause is honoured for a quarter of an hour, told, and ends with a look`() throws {
        let targets = try ScriptedFleet.regions(4, interval: Self.second)
        let paused = targets[2].key
        let fleet = ScriptedFleet { target, _ in
            (target.key == paused ? .failed(retryAfter: .seconds(3600)) : .unchanged, .milliseconds(10))
        }
        #expect(fleet.run(targets, for: .seconds(2000)))
        let looks = fleet.looks(at: paused)
        #expect(looks.count == 3)
        #expect(zip(looks, looks.dropFirst()).allSatisfy { $1 - $0 >= .seconds(900) && $1 - $0 < .seconds(901) })
        // Told once for each pause, three intervals after the look.
        #expect(fleet.late.map(\.target.target.key) == [paused, paused, paused])
        #expect(fleet.late.allSatisfy { $0.target.reason == .serverAsked })
        for (late, look) in zip(fleet.late, looks) {
            #expect(late.time - look >= .seconds(3) && late.time - look < .seconds(5))
        }
        let siblings = Set(targets.map(\.key)).subtracting([paused])
        #expect(fleet.gaps(of: siblings).allSatisfy { $0 < .milliseconds(1100) })
    }

    @Test(arguments: [(nil, 0), (60, 0), (9000, 1), (1_000_000, 1)] as [(Int?, Int)])
    func `a pause within three intervals is nothing to tell`(asked: Int?, told: Int) throws {
        let targets = try ScriptedFleet.regions(1)
        let fleet = ScriptedFleet { _, time in
            (time < .seconds(60) ? .failed(retryAfter: asked.map { .seconds($0) }) : .unchanged, .milliseconds(10))
        }
        // Three intervals are as long as any pause here may be.
        #expect(fleet.run(targets, for: .seconds(30_000)))
        #expect(fleet.late.count == (asked ?? 0 > 10_800 ? told : 0))
        #expect(try #require(fleet.gaps(of: [targets[0].key]).max()) <= .seconds(10_801))
    }

    @Test func `a target that waits for its server's place is late, and so is the check that holds it`() throws {
        let targets = try ScriptedFleet.regions(2, interval: Self.second).map { target in
            var target = target
            target.url = "http://one.example/\(target.key)"
            return target
        }
        let fleet = ScriptedFleet { target, time in
            (.unchanged, target.key == targets[0].key && time > .seconds(10) ? .seconds(600) : .milliseconds(10))
        }
        #expect(fleet.run(targets, for: .seconds(500), options: FleetOptions(concurrent: 4, perOrigin: 1)))
        let late = fleet.late.sorted { $0.time < $1.time }
        #expect(late.map(\.target.target.key) == [targets[1].key, targets[0].key])
        #expect(late.map(\.target.reason) == [.noPlace, .isRunning])
        #expect(late[0].time < .seconds(18))
        #expect(late[1].time > .seconds(70) && late[1].time < .seconds(80))
    }

    @Test func `a store that fails makes targets late together`() throws {
        let targets = try ScriptedFleet.regions(100, interval: .seconds(10))
        let fleet = ScriptedFleet { _, time in
            (time < .seconds(100) || time > .seconds(300) ? .unchanged : .storeFailed, .zero)
        }
        #expect(fleet.run(targets, for: .seconds(500)))
        #expect(Set(fleet.late.map(\.target.target.key)).count == 100)
        #expect(fleet.late.count == 100)
        #expect(fleet.late.allSatisfy { $0.target.reason == .storeFailed })
        #expect(Set(fleet.late.map(\.time)).count <= 12)
    }
}
