import Synchronization

/// Time that belongs to a test. Tasks run one after another on the thread that drives them, and when none can go on, the clock moves to
/// what is waited for first: days pass in a moment, in the same order each time.
///
/// `@unchecked Sendable`: the state is under a lock.
final class SimulatedTime: Clock, TaskExecutor, @unchecked Sendable {
    typealias Instant = ContinuousClock.Instant

    private struct Sleeper {
        let due: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Instant
        var jobs: [UnownedJob] = []
        var sleepers: [Int: Sleeper] = [:]
        var cancelled: Set<Int> = []
        var turn = 0
    }

    private let start: Instant
    private let state: Mutex<State>

    init() {
        start = ContinuousClock.now
        state = Mutex(State(now: start))
    }

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .zero }
    /// Since the test began.
    var passed: Duration { start.duration(to: now) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
    }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = state.withLock { state in
            state.turn += 1
            return state.turn
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isCancelled = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return true }
                    state.sleepers[id] = Sleeper(due: deadline, continuation: continuation)
                    return false
                }
                if isCancelled { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                let sleeper = state.sleepers.removeValue(forKey: id)
                if sleeper == nil { state.cancelled.insert(id) }
                return sleeper
            }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Runs the work to its end; nil when nothing can go on before that, which is a fault of what is tested.
    func run<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) -> Value? {
        let result = Mutex<Value?>(nil)
        Task(executorPreference: self) {
            let value = await work()
            result.withLock { $0 = value }
        }
        while true {
            let jobs = state.withLock { state in
                defer { state.jobs = [] }
                return state.jobs
            }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            if let value = result.withLock({ $0 }) { return value }
            if jobs.isEmpty, !wakeNext() { return nil }
        }
    }

    private func wakeNext() -> Bool {
        let next = state.withLock { state -> Sleeper? in
            let first = state.sleepers.min { ($0.value.due, $0.key) < ($1.value.due, $1.key) }
            guard let first else { return nil }
            state.sleepers[first.key] = nil
            state.now = max(state.now, first.value.due)
            return first.value
        }
        next?.continuation.resume()
        return next != nil
    }
}
