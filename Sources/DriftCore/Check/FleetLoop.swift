/// The one loop that owns the due-queue. Each fetch, timer and command is a task that ends in a signal; all state is here.
struct FleetLoop<C: Clock> where C: Sendable, C.Duration == Duration {
    private let fleet: Fleet<C>
    private let repeats: Bool
    private let onEvent: @Sendable (FleetEvent) async -> Void

    private var queue: DueQueue<FleetJob, C.Instant>
    private var quiet = QuietBatch<C.Instant>()
    /// What is watched on and on, by key; a check that ends for something else is not repeated.
    private var watched: [TargetKey: Target] = [:]
    /// Queued or running, so that no target overlaps with itself.
    private var pending: Set<TargetKey> = []
    private var failures: [TargetKey: Int] = [:]
    private var texts = SharedTexts()
    private var isStopping = false
    /// Whether more commands may come.
    private var isListening = false
    /// The earliest timer that is running.
    private var timer: C.Instant?

    private enum Signal: Sendable {
        case finished(FleetJob.Done, FleetJob)
        case timer(C.Instant)
        case command(FleetCommand?)
        case graceEnded
    }

    init(fleet: Fleet<C>, repeats: Bool, onEvent: @escaping @Sendable (FleetEvent) async -> Void) {
        self.fleet = fleet
        self.repeats = repeats
        self.onEvent = onEvent
        queue = DueQueue(limit: fleet.options.concurrent, limitPerOrigin: fleet.options.perOrigin)
    }

    /// Every target is due at once.
    mutating func watchNow(_ targets: [Target]) {
        for target in targets where !pending.contains(target.key) { begin(target, after: .zero) }
    }

    /// Every target gets its place in its interval. What is running already goes on.
    mutating func watch(_ targets: [Target]) async {
        watched = Dictionary(targets.map { ($0.key, $0) }) { first, _ in first }
        drainQueue()
        for target in targets where !pending.contains(target.key) {
            var lastCheck: Timestamp?
            do throws(StoreError) {
                lastCheck = try await fleet.store.state(of: target.key)?.lastCheck
            } catch {
                await onEvent(.storeTrouble(error, target: target))
            }
            begin(target, after: fleet.timetable.first(target, lastCheck: lastCheck, now: fleet.checker.now()))
        }
    }

    mutating func run(commands: AsyncStream<FleetCommand>?) async {
        // Commands come one at a time: the task that waits for the next one starts when the last was obeyed.
        let next = commands.map { CommandReader($0) }
        isListening = next != nil
        await withTaskGroup(of: Signal.self) { group in
            if let next { group.addTask { .command(await next.next()) } }
            while true {
                start(in: &group)
                if queue.running == 0, isStopping || (!repeats && queue.isEmpty && !isListening) { break }
                wakeUp(in: &group)
                guard let signal = await group.next() else { break }
                await handle(signal, &group, next)
                if quiet.isFull || quiet.due.map({ $0 <= fleet.clock.now }) == true { await flush() }
            }
            group.cancelAll()
        }
        await flush()
    }

    private mutating func start(in group: inout TaskGroup<Signal>) {
        guard !isStopping else { return }
        let now = fleet.clock.now
        let fleet = fleet
        while let job = queue.start(at: now) {
            group.addTask { .finished(await fleet.perform(job), job) }
        }
    }

    /// Sees to it that a signal comes when the next thing is due.
    private mutating func wakeUp(in group: inout TaskGroup<Signal>) {
        // While all places are taken, what is due waits for one of them: its end is the signal.
        let next = isStopping || queue.isFull ? nil : queue.nextDue
        guard let due = [next, quiet.due].compactMap({ $0 }).min(), timer.map({ due < $0 }) ?? true else { return }
        timer = due
        let clock = fleet.clock
        group.addTask {
            try? await clock.sleep(until: due, tolerance: nil)
            return .timer(due)
        }
    }

    private mutating func handle(
        _ signal: Signal, _ group: inout TaskGroup<Signal>, _ commands: CommandReader?
    ) async {
        switch signal {
        case .timer(let due):
            if timer == due { timer = nil }
        case .finished(let done, let job):
            queue.finish(origin: job.target.origin)
            if case .resume = job { texts.release() }
            await finish(done)
        case .command(let command):
            guard let command else {
                isListening = false
                return
            }
            if let commands { group.addTask { .command(await commands.next()) } }
            await obey(command, &group)
        case .graceEnded:
            group.cancelAll()
        }
    }

    private mutating func obey(_ command: FleetCommand, _ group: inout TaskGroup<Signal>) async {
        switch command {
        case .reload(let targets):
            await watch(targets)
        case .checkNow(let targets):
            if !isStopping { watchNow(targets) }
        case .ping:
            await onEvent(.alive)
        case .stop(let grace):
            isStopping = true
            drainQueue()
            let clock = fleet.clock
            group.addTask {
                try? await clock.sleep(until: clock.now.advanced(by: grace), tolerance: nil)
                return .graceEnded
            }
        }
    }

    private mutating func finish(_ done: FleetJob.Done) async {
        switch done {
        case .again(let check, let delay):
            guard !isStopping else { return }
            let due = fleet.clock.now.advanced(by: delay)
            queue.add(.resume(texts.sharing(check)), origin: check.target.origin, due: due)
        case .result(let result):
            if let check = result.quiet { quiet.add(check, now: fleet.clock.now) }
            let key = result.target.key
            let count = result.outcome.isFailure ? failures[key, default: 0] + 1 : 0
            failures[key] = count > 0 ? count : nil
            repeatCheck(of: key, failures: count, retryAfter: result.retryAfter)
            await onEvent(.checked(result))
        case .trouble(let error, let target):
            repeatCheck(of: target.key, failures: 1, retryAfter: nil)
            await onEvent(.storeTrouble(error, target: target))
        }
    }

    private mutating func drainQueue() {
        for job in queue.drain() { pending.remove(job.target.key) }
        texts.releaseAll()
    }

    private mutating func repeatCheck(of key: TargetKey, failures: Int, retryAfter: Duration?) {
        pending.remove(key)
        guard repeats, !isStopping, let target = watched[key] else { return }
        begin(target, after: fleet.timetable.next(target, failures: failures, retryAfter: retryAfter))
    }

    private mutating func begin(_ target: Target, after delay: Duration) {
        pending.insert(target.key)
        queue.add(.begin(target), origin: target.origin, due: fleet.clock.now.advanced(by: delay))
    }

    private mutating func flush() async {
        let checks = quiet.take()
        guard !checks.isEmpty else { return }
        do throws(StoreError) {
            try await fleet.store.touch(checks)
        } catch {
            await onEvent(.storeTrouble(error, target: nil))
        }
    }
}

/// Checks that wait for their second look hold the text they saw. Regions publish the same texts, so when a whole fleet changes,
/// each is held once.
private struct SharedTexts {
    private var texts: [Digest: [UInt8]] = [:]
    private var waiting = 0

    mutating func sharing(_ check: CheckInProgress) -> CheckInProgress {
        waiting += 1
        var check = check
        for (index, answer) in check.answers.enumerated() {
            guard case .document(var seen) = answer else { continue }
            if let text = texts[seen.document.digest] {
                seen.document.text = text
                check.answers[index] = .document(seen)
            } else {
                texts[seen.document.digest] = seen.document.text
            }
        }
        return check
    }

    mutating func release() {
        waiting = max(0, waiting - 1)
        if waiting == 0 { texts = [:] }
    }

    mutating func releaseAll() {
        waiting = 0
        texts = [:]
    }
}

/// Hands out a stream's elements one by one to tasks that follow each other.
private actor CommandReader {
    private let stream: AsyncStream<FleetCommand>

    init(_ stream: AsyncStream<FleetCommand>) {
        self.stream = stream
    }

    func next() async -> FleetCommand? {
        for await command in stream { return command }
        return nil
    }
}
