import Testing

@testable import DriftCore

@Suite struct PlacesTests {
    /// An origin that has answered quickly.
    private func prove(_ origin: String, _ places: inout Places) {
        places.take(for: origin)
        places.giveBack(from: origin, wasQuick: true)
    }

    @Test(arguments: [
        // limit, per origin, quick origins, places that others can take
        (32, 4, 0, 32), (32, 4, 1, 28), (32, 4, 3, 20), (32, 4, 4, 16), (32, 4, 100, 16), (3, 4, 1, 2), (1, 4, 9, 1),
    ])
    func `others get what quick origins could not use, and half at least`(
        limit: Int, perOrigin: Int, quick: Int, expected: Int
    ) {
        var places = Places(limit: limit, limitPerOrigin: perOrigin, keepsForQuick: true)
        for number in 0..<quick { prove("quick\(number)", &places) }
        var taken = 0
        while taken < limit, places.admission(of: "slow\(taken)") == .admitted {
            places.take(for: "slow\(taken)")
            taken += 1
        }
        #expect(taken == expected)
        #expect(places.isKept || taken == limit)
        if quick > 0, taken < limit { #expect(places.admission(of: "quick0") == .admitted) }
    }

    @Test func `where nothing is kept, all places are for all`() {
        var places = Places(limit: 8, limitPerOrigin: 4, keepsForQuick: false)
        for number in 0..<8 { prove("quick\(number)", &places) }
        for number in 0..<8 {
            #expect(places.admission(of: "slow\(number)") == .admitted)
            places.take(for: "slow\(number)")
        }
        #expect(places.isFull)
    }

    @Test func `a slow answer costs an origin its standing, until three quick ones in a row`() {
        var places = Places(limit: 4, limitPerOrigin: 4, keepsForQuick: true)
        prove("steady", &places)
        prove("wavering", &places)
        places.take(for: "wavering")
        places.giveBack(from: "wavering", wasQuick: false)
        for _ in 0..<2 { places.take(for: "slow") }
        var admissions: [Places.Admission] = []
        places.giveBack(from: "slow", wasQuick: false)
        for _ in 0..<3 {
            places.take(for: "wavering")
            admissions.append(places.admission(of: "other"))
            places.giveBack(from: "wavering", wasQuick: true)
        }
        // While it is not proven, it takes a place of those that others share.
        #expect(admissions == [.keptForQuick, .keptForQuick, .keptForQuick])
        places.take(for: "wavering")
        #expect(places.admission(of: "other") == .admitted)
    }

    @Test func `an origin's own limit comes before what is kept`() {
        var places = Places(limit: 8, limitPerOrigin: 2, keepsForQuick: true)
        prove("a", &places)
        for _ in 0..<2 { places.take(for: "a") }
        #expect(places.admission(of: "a") == .originIsFull)
        #expect(places.isFull(for: "a"))
        places.giveBack(from: "a", wasQuick: true)
        #expect(places.admission(of: "a") == .admitted)
        #expect(places.running == 1)
    }
}
