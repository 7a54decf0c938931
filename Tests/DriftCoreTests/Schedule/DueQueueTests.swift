import Testing

@testable import DriftCore

@Suite struct DueQueueTests {
    private func take(_ queue: inout DueQueue<String, Int>, _ now: Int) -> String? { queue.start(at: now) }

    @Test func `jobs come by their due time, then in the order in which they were added`() {
        var queue = DueQueue<String, Int>(limit: 10, limitPerOrigin: 10)
        for (job, due) in [("late", 9), ("first", 1), ("second", 1), ("middle", 5)] {
            queue.add(job, origin: job, due: due)
        }
        #expect(queue.nextDue == 1)
        #expect(take(&queue, 0) == nil)
        #expect(
            [take(&queue, 5), take(&queue, 5), take(&queue, 5), take(&queue, 5)] == [
                "first", "second", "middle", nil,
            ])
        #expect(queue.nextDue == 9)
        #expect(!queue.isEmpty)
    }

    @Test func `an origin at its limit holds back only its own jobs`() {
        var queue = DueQueue<String, Int>(limit: 10, limitPerOrigin: 2)
        for job in ["a1", "a2", "a3", "a4", "b1"] { queue.add(job, origin: String(job.prefix(1)), due: 0) }
        #expect([take(&queue, 0), take(&queue, 0), take(&queue, 0), take(&queue, 0)] == ["a1", "a2", "b1", nil])
        queue.finish(origin: "b")
        #expect(take(&queue, 0) == nil)
        queue.finish(origin: "a")
        #expect(take(&queue, 0) == "a3")
        #expect(take(&queue, 0) == nil)
        queue.finish(origin: "a")
        queue.finish(origin: "a")
        #expect(take(&queue, 0) == "a4")
        queue.finish(origin: "a")
        #expect(queue.isEmpty)
        #expect(queue.running == 0)
    }

    @Test func `a job that comes later does not overtake those that wait for their origin`() {
        var queue = DueQueue<String, Int>(limit: 10, limitPerOrigin: 1)
        queue.add("first", origin: "a", due: 0)
        queue.add("waits", origin: "a", due: 0)
        #expect(take(&queue, 0) == "first")
        #expect(take(&queue, 0) == nil)
        queue.add("later", origin: "a", due: 1)
        queue.finish(origin: "a")
        #expect(take(&queue, 1) == "waits")
        queue.finish(origin: "a")
        #expect(take(&queue, 1) == "later")
    }

    @Test func `a job that is moved comes at its new time, once`() {
        var queue = DueQueue<String, Int>(limit: 10, limitPerOrigin: 10)
        let first = queue.add("first", origin: "a", due: 10)
        let second = queue.add("second", origin: "a", due: 20)
        #expect(queue.move(second, "second", origin: "a", to: 5).due == 5)
        #expect(queue.nextDue == 5)
        _ = queue.move(first, "first", origin: "a", to: 30)
        #expect(queue.nextDue == 5)
        #expect([take(&queue, 20), take(&queue, 20)] == ["second", nil])
        #expect(queue.nextDue == 30)
        #expect([take(&queue, 30), take(&queue, 30)] == ["first", nil])
        #expect(queue.isEmpty)
    }

    @Test func `a job that is due already keeps its place in line`() {
        var queue = DueQueue<String, Int>(limit: 10, limitPerOrigin: 1)
        queue.add("runs", origin: "a", due: 0)
        let waits = queue.add("waits", origin: "a", due: 1)
        #expect([take(&queue, 1), take(&queue, 1)] == ["runs", nil])
        #expect(queue.move(waits, "waits", origin: "a", to: 9).due == 1)
        queue.finish(origin: "a")
        #expect([take(&queue, 1), take(&queue, 9)] == ["waits", nil])
        #expect(queue.isEmpty)
    }

    @Test func `what was moved is drained once`() {
        var queue = DueQueue<String, Int>(limit: 10, limitPerOrigin: 1)
        let ticket = queue.add("moved", origin: "a", due: 10)
        queue.add("stays", origin: "b", due: 1)
        _ = queue.move(ticket, "moved", origin: "a", to: 20)
        #expect(queue.drain().sorted() == ["moved", "stays"])
        #expect(queue.isEmpty)
        #expect(take(&queue, 100) == nil)
    }

    @Test func `slow origins wait for each other, not quick ones for them`() {
        var queue = DueQueue<String, Int>(limit: 4, limitPerOrigin: 2, keepsForQuick: true)
        queue.add("proof", origin: "quick", due: 0)
        #expect(take(&queue, 0) == "proof")
        queue.finish(origin: "quick", wasQuick: true)
        for number in 0..<6 { queue.add("slow\(number)", origin: "\(number)", due: 1) }
        for number in 0..<3 { queue.add("quick\(number)", origin: "quick", due: 2) }
        #expect(
            [take(&queue, 2), take(&queue, 2), take(&queue, 2), take(&queue, 2)] == [
                "slow0", "slow1", "quick0", "quick1",
            ])
        queue.finish(origin: "quick", wasQuick: true)
        #expect([take(&queue, 2), take(&queue, 2)] == ["quick2", nil])
        queue.finish(origin: "0", wasQuick: false)
        #expect([take(&queue, 2), take(&queue, 2)] == ["slow2", nil])
    }

    @Test(arguments: [false, true])
    func `no more than the limit run at once, and all run in the end, once`(keepsForQuick: Bool) {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var queue = DueQueue<Int, Int>(limit: 5, limitPerOrigin: 2, keepsForQuick: keepsForQuick)
            let origins = (0..<60).map { _ in String(Int.random(in: 0..<6, using: &random)) }
            var tickets = origins.enumerated().map { job, origin in queue.add(job, origin: origin, due: job % 7) }
            var running: [Int] = []
            var done: Set<Int> = []
            var started: Set<Int> = []
            var now = 0
            while done.count < origins.count, now < 10_000 {
                while let job = queue.start(at: now) {
                    #expect(started.insert(job).inserted)
                    running.append(job)
                }
                if let job = origins.indices.randomElement(using: &random), !started.contains(job) {
                    tickets[job] = queue.move(
                        tickets[job], job, origin: origins[job], to: Int.random(in: 0..<12, using: &random))
                }
                #expect(running.count <= 5)
                for origin in Set(running.map { origins[$0] }) {
                    #expect(running.count { origins[$0] == origin } <= 2)
                }
                if let job = running.randomElement(using: &random) {
                    running.removeAll { $0 == job }
                    done.insert(job)
                    queue.finish(origin: origins[job], wasQuick: Bool.random(using: &random))
                }
                now += 1
            }
            #expect(done.count == origins.count)
            #expect(queue.isEmpty)
        }
    }
}
