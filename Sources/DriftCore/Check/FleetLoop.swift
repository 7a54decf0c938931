/// The one loop that owns the due-queue. Each fetch, timer and command is a task that ends in a signal; all state is here.
struct FleetLoop<C: Clock> where C: Sendable, C.Duration == Duration {
    typealias Queue = DueQueue<FleetJob, C.Instant>

    let fleet: Fleet<C>
    let repeats: Bool
    let onEvent: @Sendable (FleetEvent) async -> Void

    var queue: Queue
    var quiet = QuietBatch<C.Instant>()
    /// What is watched, and what is running although it is watched no longer.
    var turns: [TargetKey: Turn] = [:]
    var waves = Waves<C.Instant>()
    var lateness = LateWatch<C.Instant>()
    /// The watched targets that one change makes worth asking.
    var waveGroups: [Waves<C.Instant>.Group: [TargetKey]] = [:]
    var texts = SharedTexts()
    var isStopping = false
    /// Whether more commands may come.
    private var isListening = false
    /// The earliest timer that is running.
    private var timer: C.Instant?

    /// Where a target is between two looks at it.
    struct Turn {
        var target: Target
        var phase = Phase.unplaced
        /// Failed checks in a row.
        var failures = 0
        /// What keeps it from being looked at again soon.
        var held: LateTarget.Reason?
        /// When it would have been due if a wave had not hastened it.
        var usual: C.Instant?
        /// When a wave wants it that began while it was running.
        var wanted: C.Instant?
        var isWatched = true

        enum Phase {
            /// The store is being asked when it was checked last.
            case unplaced
            /// Before its first fetch.
            case waiting(Queue.Ticket)
            /// Before the fetch that confirms the one before.
            case confirming(Queue.Ticket)
            case running
        }
    }

    enum Signal: Sendable {
        case finished(FleetJob.Done, FleetJob, took: Duration)
        case placed(Placement)
        case timer(C.Instant)
        case command(FleetCommand?)
        case graceEnded
    }

    typealias Tasks = TaskGroup<Signal>

    init(fleet: Fleet<C>, repeats: Bool, onEvent: @escaping @Sendable (FleetEvent) async -> Void) {
        self.fleet = fleet
        self.repeats = repeats
        self.onEvent = onEvent
        // One cycle is as long as its slowest targets whatever is kept for others.
        queue = DueQueue(
            limit: fleet.options.concurrent, limitPerOrigin: fleet.options.perOrigin, keepsForQuick: repeats)
    }

    /// An exchange that takes longer is slow.
    private static var quickTime: Duration { .seconds(2) }

    mutating func run(commands: AsyncStream<FleetCommand>?, watching targets: [Target] = []) async {
        // Commands come one at a time: the task that waits for the next one starts when the last was obeyed.
        let next = commands.map { CommandReader($0) }
        isListening = next != nil
        await withTaskGroup(of: Signal.self) { group in
            if let next { group.addTask { .command(await next.next()) } }
            if !targets.isEmpty { watch(targets, in: &group) }
            while true {
                start(in: &group)
                if queue.running == 0, isStopping || (!repeats && queue.isEmpty && !isListening) { break }
                wakeUp(in: &group)
                guard let signal = await group.next() else { break }
                await handle(signal, &group, next)
                if quiet.isFull || quiet.due.map({ $0 <= fleet.clock.now }) == true { await flush() }
                await tellLate()
            }
            group.cancelAll()
        }
        await flush()
    }

    private mutating func start(in group: inout Tasks) {
        guard !isStopping else { return }
        let now = fleet.clock.now
        let fleet = fleet
        while let job = queue.start(at: now) {
            turns[job.target.key]?.phase = .running
            if repeats { lateness.looks(at: job.target.key, now: now) }
            group.addTask {
                let (done, took) = await fleet.perform(job)
                return .finished(done, job, took: took)
            }
        }
    }

    /// Sees to it that a signal comes when the next thing is due.
    private mutating func wakeUp(in group: inout Tasks) {
        // While all places are taken, what is due waits for one of them: its end is the signal.
        let next = isStopping || queue.isFull ? nil : queue.nextDue
        let late = isStopping ? nil : lateness.due
        guard let due = [next, quiet.due, late].compactMap({ $0 }).min(), timer.map({ due < $0 }) ?? true else {
            return
        }
        timer = due
        let clock = fleet.clock
        group.addTask {
            try? await clock.sleep(until: due, tolerance: nil)
            return .timer(due)
        }
    }

    private mutating func handle(_ signal: Signal, _ group: inout Tasks, _ commands: CommandReader?) async {
        switch signal {
        case .timer(let due):
            if timer == due { timer = nil }
        case .finished(let done, let job, let took):
            queue.finish(origin: job.target.origin, wasQuick: took < Self.quickTime)
            if case .resume = job { texts.release() }
            await finish(done)
        case .placed(let placement):
            await place(placement)
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

    private mutating func obey(_ command: FleetCommand, _ group: inout Tasks) async {
        switch command {
        case .reload(let targets):
            if !isStopping { watch(targets, in: &group) }
        case .checkNow(let targets):
            if !isStopping { watchNow(targets) }
        case .ping:
            await onEvent(.alive)
        case .stop(let grace):
            isStopping = true
            _ = queue.drain()
            texts.releaseAll()
            let clock = fleet.clock
            group.addTask {
                try? await clock.sleep(until: clock.now.advanced(by: grace), tolerance: nil)
                return .graceEnded
            }
        }
    }

    private mutating func finish(_ done: FleetJob.Done) async {
        let now = fleet.clock.now
        switch done {
        case .again(let check, let delay):
            let key = check.target.key
            guard !isStopping else { return }
            if repeats { lateness.looked(at: key, now: now) }
            let ticket = queue.add(
                .resume(texts.sharing(check)), origin: check.target.origin, due: now.advanced(by: delay))
            turns[key]?.phase = .confirming(ticket)
            turns[key]?.wanted = nil
        case .result(let result):
            if let check = result.quiet { quiet.add(check, now: now) }
            repeatCheck(after: result)
            switch result.outcome {
            case .drifted, .reverted: hasten(after: result.target)
            default: break
            }
            await onEvent(.checked(result))
        case .trouble(let error, let target):
            repeatCheck(afterTroubleWith: target.key)
            await onEvent(.storeTrouble(error, target: target))
        }
    }

    private mutating func tellLate() async {
        let now = fleet.clock.now
        guard !isStopping, let due = lateness.due, due <= now else { return }
        let late = lateness.late(at: now).compactMap { key, time in
            turns[key].map { LateTarget(target: $0.target, time: time, reason: $0.reasonToWait(now)) }
        }
        if !late.isEmpty { await onEvent(.late(late)) }
    }

    private mutating func flush() async {
        let checks = quiet.take()
        guard !checks.isEmpty else { return }
        do throws(StoreError) {
            try await fleet.stations.touch(checks)
        } catch {
            await onEvent(.storeTrouble(error, target: nil))
        }
    }
}

extension FleetLoop.Turn {
    func reasonToWait(_ now: C.Instant) -> LateTarget.Reason {
        switch phase {
        case .running: .isRunning
        case .unplaced: .storeFailed
        case .waiting(let ticket), .confirming(let ticket):
            ticket.due > now || held == .storeFailed ? held ?? .noPlace : .noPlace
        }
    }
}
