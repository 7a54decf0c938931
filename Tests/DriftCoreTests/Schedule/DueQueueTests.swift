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

    @Test func `no more than the limit run at once, and all run in the end, once`() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var queue = DueQueue<Int, Int>(limit: 5, limitPerOrigin: 2)
            let origins = (0..<60).map { _ in String(Int.random(in: 0..<6, using: &random)) }
            for (job, origin) in origins.enumerated() { queue.add(job, origin: origin, due: job % 7) }
            var running: [Int] = []
            var done: Set<Int> = []
            var now = 0
            while done.count < origins.count, now < 10_000 {
                while let job = queue.start(at: now) { running.append(job) }
                #expect(running.count <= 5)
                for origin in Set(running.map { origins[$0] }) {
                    #expect(running.count { origins[$0] == origin } <= 2)
                }
                if let job = running.randomElement(using: &random) {
                    running.removeAll { $0 == job }
                    done.insert(job)
                    queue.finish(origin: origins[job])
                }
                now += 1
            }
            #expect(done.count == origins.count)
            #expect(queue.isEmpty)
        }
    }
}
