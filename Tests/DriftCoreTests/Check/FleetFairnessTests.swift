import Testing

@testable import DriftCore

/// A part of the fleet that does not answer, in simulated time.
@Suite(.timeLimit(.minutes(5))) struct FleetFairnessTests {
    /// 140 targets that answer at once, at servers of this many targets each, and 60 servers that do not.
    private func targets(perServer: Int) throws -> (quick: [Target], slow: [Target]) {
        let quick = try ScriptedFleet.regions(140, interval: .seconds(10)).enumerated().map { number, target in
            var target = target
            target.url = "http://server\(number / perServer).example/\(number)"
            return target
        }
        return (quick, try ScriptedFleet.regions(60, cloud: "slow", interval: .seconds(10)))
    }

    private static func takes(_ target: Target, slow: Duration) -> (ScriptedFleet.Reply, Duration) {
        target.key.cloud.name == "slow" ? (.failed(retryAfter: nil), slow) : (.unchanged, .milliseconds(50))
    }

    @Test(arguments: [(140, 15), (140, 30), (1, 15), (1, 30), (4, 15), (4, 3)])
    func `targets that answer keep their interval beside a third that is silent`(perServer: Int, seconds: Int) throws {
        let fleet = ScriptedFleet { target, _ in Self.takes(target, slow: .seconds(seconds)) }
        let (quick, slow) = try targets(perServer: perServer)
        #expect(fleet.run(quick + slow, for: .seconds(600)))
        let gaps = fleet.gaps(of: Set(quick.map(\.key)), from: .seconds(60))
        #expect(gaps.count == 140)
        #expect(try #require(gaps.max()) <= .seconds(11))
        #expect(fleet.most <= 32)
        // The others have their turns, too.
        let slowGaps = fleet.gaps(of: Set(slow.map(\.key)), from: .seconds(60))
        #expect(slowGaps.count == 60)
        #expect(try #require(slowGaps.max()) <= .seconds(seconds * 60 / 16 + 20))
    }

    @Test(arguments: [(140, 15), (1, 15), (1, 30)])
    func `when a third falls silent at once, the others miss no more than one turn`(perServer: Int, seconds: Int) throws
    {
        let fleet = ScriptedFleet { target, time in
            Self.takes(target, slow: time < .seconds(300) ? .milliseconds(50) : .seconds(seconds))
        }
        let (quick, slow) = try targets(perServer: perServer)
        #expect(fleet.run(quick + slow, for: .seconds(900)))
        let keys = Set(quick.map(\.key))
        #expect(try #require(fleet.gaps(of: keys).max()) <= .seconds(11 + seconds))
        #expect(try #require(fleet.gaps(of: keys, from: .seconds(300 + 2 * seconds + 20)).max()) <= .seconds(11))
    }

    @Test func `a fleet that is slow everywhere uses all places`() throws {
        let fleet = ScriptedFleet { _, _ in (.unchanged, .seconds(3)) }
        #expect(fleet.run(try ScriptedFleet.regions(200, interval: .seconds(10)), for: .seconds(120)))
        #expect(fleet.most == 32)
    }
}
