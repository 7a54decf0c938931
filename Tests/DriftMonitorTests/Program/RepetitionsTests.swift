import Testing

@testable import DriftMonitor

@Suite struct RepetitionsTests {
    @Test func `a thousand troubles are said once a minute, with their number`() {
        var repetitions = Repetitions<String>()
        let start = ContinuousClock.now
        var said: [Int: Int] = [:]
        for tenth in 0..<1800 {
            let now = start.advanced(by: .milliseconds(100 * tenth))
            if let count = repetitions.count("full", at: now) { said[tenth] = count }
        }
        #expect(said == [0: 0, 600: 599, 1200: 599])
    }

    @Test func `each kind is said for itself, and is news again after an hour`() {
        var repetitions = Repetitions<String>()
        let start = ContinuousClock.now
        #expect(repetitions.count("full", at: start) == 0)
        #expect(repetitions.count("busy", at: start) == 0)
        #expect(repetitions.count("full", at: start.advanced(by: .seconds(1))) == nil)
        #expect(repetitions.count("busy", at: start.advanced(by: .seconds(4000))) == 0)
        #expect(repetitions.count("full", at: start.advanced(by: .seconds(4001))) == 0)
    }
}
