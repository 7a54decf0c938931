/// What is to be done when, a few at once for each origin. A value: time comes in as the caller's instants.
///
/// Each job has its own due time and is guarded only against its origin's limit, so no job waits for another's slow
/// answer unless they share a server.
package struct DueQueue<Job, Instant: Comparable> {
    /// How many jobs may run at once, in all and for one origin.
    package let limit: Int
    package let limitPerOrigin: Int
    package private(set) var running = 0

    private var heap: [Entry] = []
    /// Jobs that are due, in order, whose origin was at its limit.
    private var waiting: [String: Line] = [:]
    private var runningPerOrigin: [String: Int] = [:]
    /// Origins that have a waiting job and a free place, in the order in which the place became free.
    private var ready: [String] = []
    private var counter: UInt64 = 0

    private struct Entry {
        let due: Instant
        /// Keeps jobs of the same instant in the order in which they came.
        let order: UInt64
        let origin: String
        let job: Box
    }

    /// Entries are moved about a lot, and jobs may be large.
    private final class Box {
        let job: Job
        init(_ job: Job) { self.job = job }
    }

    /// First in, first out. What was taken is forgotten when it is half of all, so taking costs the same however many wait.
    private struct Line {
        private var entries: [Entry] = []
        private var taken = 0

        var isEmpty: Bool { taken == entries.count }
        var jobs: [Job] { entries[taken...].map(\.job.job) }

        mutating func append(_ entry: Entry) { entries.append(entry) }

        mutating func takeFirst() -> Entry {
            defer {
                taken += 1
                if taken > 16, taken * 2 > entries.count {
                    entries.removeFirst(taken)
                    taken = 0
                }
            }
            return entries[taken]
        }
    }

    package init(limit: Int, limitPerOrigin: Int) {
        self.limit = max(1, limit)
        self.limitPerOrigin = max(1, limitPerOrigin)
    }

    package var isFull: Bool { running >= limit }

    package var isEmpty: Bool { heap.isEmpty && waiting.isEmpty }

    /// When the next job that is not yet due will be; nil when none waits for its time.
    package var nextDue: Instant? { heap.first?.due }

    package mutating func add(_ job: Job, origin: String, due: Instant) {
        push(Entry(due: due, order: counter, origin: origin, job: Box(job)))
        counter += 1
    }

    /// Takes a job that is due and may run; it counts as running until `finish` is called for its origin.
    package mutating func start(at now: Instant) -> Job? {
        guard !isFull else { return nil }
        while let origin = ready.first {
            ready.removeFirst()
            if let job = takeWaiting(of: origin) { return job }
        }
        while let first = heap.first, first.due <= now {
            let entry = pop()
            if runningPerOrigin[entry.origin, default: 0] < limitPerOrigin, waiting[entry.origin] == nil {
                count(entry.origin)
                return entry.job.job
            }
            waiting[entry.origin, default: Line()].append(entry)
        }
        return nil
    }

    package mutating func finish(origin: String) {
        running -= 1
        let left = runningPerOrigin[origin, default: 1] - 1
        runningPerOrigin[origin] = left > 0 ? left : nil
        if waiting[origin] != nil { ready.append(origin) }
    }

    /// Everything that has not started, in no order; the queue is empty afterwards.
    package mutating func drain() -> [Job] {
        defer {
            heap = []
            waiting = [:]
            ready = []
        }
        return heap.map(\.job.job) + waiting.values.flatMap(\.jobs)
    }

    private mutating func takeWaiting(of origin: String) -> Job? {
        // In place: a copy of the line would be a copy of all that wait.
        guard let index = waiting.index(forKey: origin), runningPerOrigin[origin, default: 0] < limitPerOrigin else {
            return nil
        }
        let entry = waiting.values[index].takeFirst()
        let isLast = waiting.values[index].isEmpty
        if isLast { waiting.remove(at: index) }
        count(origin)
        if !isLast, runningPerOrigin[origin, default: 0] < limitPerOrigin { ready.append(origin) }
        return entry.job.job
    }

    private mutating func count(_ origin: String) {
        running += 1
        runningPerOrigin[origin, default: 0] += 1
    }

    private static func precedes(_ a: Entry, _ b: Entry) -> Bool {
        a.due == b.due ? a.order < b.order : a.due < b.due
    }

    private mutating func push(_ entry: Entry) {
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard Self.precedes(heap[child], heap[parent]) else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    private mutating func pop() -> Entry {
        heap.swapAt(0, heap.count - 1)
        let entry = heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if Self.precedes(heap[child], heap[least]) { least = child }
            }
            guard least != parent else { return entry }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
