/// What is to be done when, a few at once for each origin. A value: time comes in as the caller's instants.
///
/// Each job has its own due time and is guarded only against its origin's limit, so no job waits for another's slow
/// answer unless they share a server.
package struct DueQueue<Job, Instant: Comparable> {
    private var places: Places
    private var heap = MinHeap<Entry>()
    /// Jobs that are due, in order, whose origin may not start one now.
    private var waiting: [String: Line<Entry>] = [:]
    /// Origins that have a waiting job and a free place of their own, in the order in which the place became free.
    private var ready = Line<String>()
    /// Origins that have a waiting job and no place but those that are kept for quick ones.
    private var shelved = Line<String>()
    private var isShelved: Set<String> = []
    /// Entries that lie in the heap still and are somewhere else by now.
    private var moved: Set<UInt64> = []
    /// What was due by then lies in the heap no longer.
    private var asked: Instant?
    private var counter: UInt64 = 0

    private struct Entry: Comparable {
        let due: Instant
        /// Keeps jobs of the same instant in the order in which they came.
        let order: UInt64
        let origin: String
        let job: Box

        static func == (a: Entry, b: Entry) -> Bool { a.order == b.order }
        static func < (a: Entry, b: Entry) -> Bool { a.due == b.due ? a.order < b.order : a.due < b.due }
    }

    /// Entries are moved about a lot, and jobs may be large.
    private final class Box {
        let job: Job
        init(_ job: Job) { self.job = job }
    }

    /// Where a job lies in the queue until it starts.
    package struct Ticket {
        package let due: Instant
        fileprivate let order: UInt64
    }

    /// - Parameter keepsForQuick: Keeps some places for origins that answer quickly; see `Places`.
    package init(limit: Int, limitPerOrigin: Int, keepsForQuick: Bool = false) {
        places = Places(limit: limit, limitPerOrigin: limitPerOrigin, keepsForQuick: keepsForQuick)
    }

    package var running: Int { places.running }

    package var isFull: Bool { places.isFull }

    package var isEmpty: Bool { heap.isEmpty && waiting.isEmpty }

    /// When the next job that is not yet due will be; nil when none waits for its time.
    package var nextDue: Instant? { heap.first?.due }

    @discardableResult
    package mutating func add(_ job: Job, origin: String, due: Instant) -> Ticket {
        let ticket = Ticket(due: due, order: counter)
        heap.push(Entry(due: due, order: counter, origin: origin, job: Box(job)))
        counter += 1
        return ticket
    }

    /// Gives a job that has not started another due time.
    /// - Parameter job: The same job; what it is made of may have changed.
    /// - Returns: where it lies now. A job that is due already stays where it is, in line for its origin.
    package mutating func move(_ ticket: Ticket, _ job: Job, origin: String, to due: Instant) -> Ticket {
        if let asked, ticket.due <= asked { return ticket }
        moved.insert(ticket.order)
        let ticket = add(job, origin: origin, due: due)
        dropMoved()
        return ticket
    }

    /// Takes a job that is due and may run; it counts as running until `finish` is called for its origin.
    package mutating func start(at now: Instant) -> Job? {
        guard !isFull else { return nil }
        asked = asked.map { max($0, now) } ?? now
        while let origin = ready.takeFirst() {
            if let job = takeWaiting(of: origin) { return job }
        }
        while !places.isKept, let origin = shelved.takeFirst() {
            isShelved.remove(origin)
            if let job = takeWaiting(of: origin) { return job }
        }
        while let first = heap.first, first.due <= now, let entry = heap.pop() {
            dropMoved()
            let admission = places.admission(of: entry.origin)
            if admission == .admitted, waiting[entry.origin] == nil {
                places.take(for: entry.origin)
                return entry.job.job
            }
            waiting[entry.origin, default: Line()].append(entry)
            if admission == .keptForQuick { shelve(entry.origin) }
        }
        return nil
    }

    /// - Parameter wasQuick: Whether the job gave its place back soon.
    package mutating func finish(origin: String, wasQuick: Bool = true) {
        places.giveBack(from: origin, wasQuick: wasQuick)
        if waiting[origin] != nil { ready.append(origin) }
    }

    /// Everything that has not started, in no order; the queue is empty afterwards.
    package mutating func drain() -> [Job] {
        defer {
            heap = MinHeap()
            waiting = [:]
            ready = Line()
            shelved = Line()
            isShelved = []
            moved = []
        }
        return heap.elements.filter { !moved.contains($0.order) }.map(\.job.job)
            + waiting.values.flatMap { $0.elements.map(\.job.job) }
    }

    private mutating func takeWaiting(of origin: String) -> Job? {
        // In place: a copy of the line would be a copy of all that wait.
        guard let index = waiting.index(forKey: origin) else { return nil }
        switch places.admission(of: origin) {
        case .admitted: break
        case .originIsFull: return nil
        case .keptForQuick:
            shelve(origin)
            return nil
        }
        guard let entry = waiting.values[index].takeFirst() else { return nil }
        let isLast = waiting.values[index].isEmpty
        if isLast { waiting.remove(at: index) }
        places.take(for: origin)
        if !isLast, !places.isFull(for: origin) { ready.append(origin) }
        return entry.job.job
    }

    private mutating func shelve(_ origin: String) {
        if isShelved.insert(origin).inserted { shelved.append(origin) }
    }

    /// What lies on top of the heap is to be done.
    private mutating func dropMoved() {
        while let first = heap.first, moved.remove(first.order) != nil { _ = heap.pop() }
    }
}
