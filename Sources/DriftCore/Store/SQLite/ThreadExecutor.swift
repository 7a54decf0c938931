#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Runs an actor's jobs one after the other on a thread of its own.
///
/// SQLite blocks: on the disk at each commit, on other processes up to the busy timeout. On Swift's shared pool, which
/// has a thread for each core, that would hold up fetches; here it holds up nobody but the next statement.
///
/// `@unchecked Sendable`: `jobs` and `isEnding` are touched under `mutex` only; the rest never changes.
@safe final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [UnownedJob] = []
    private var isEnding = false

    /// Starts the thread. It keeps this object alive until `end()`.
    init() {
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(wake, nil)
        let retained = unsafe Unmanaged.passRetained(self)
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        let code = unsafe pthread_create(
            &thread, nil,
            { argument in
                #if canImport(Darwin)
                    let executor = unsafe Unmanaged<ThreadExecutor>.fromOpaque(argument).takeRetainedValue()
                #else
                    guard let argument = unsafe argument else { return nil }
                    let executor = unsafe Unmanaged<ThreadExecutor>.fromOpaque(argument).takeRetainedValue()
                #endif
                executor.work()
                return nil
            }, retained.toOpaque())
        precondition(code == 0, "no thread for the store (error \(code))")
        #if canImport(Darwin)
            if let thread = unsafe thread { unsafe pthread_detach(thread) }
        #else
            pthread_detach(thread)
        #endif
    }

    deinit {
        unsafe pthread_cond_destroy(wake)
        unsafe pthread_mutex_destroy(mutex)
        unsafe wake.deallocate()
        unsafe mutex.deallocate()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        locked { jobs.append(job) }
    }

    /// Lets the thread go when nothing is left to do.
    func end() {
        locked { isEnding = true }
    }

    private func locked(_ change: () -> Void) {
        unsafe pthread_mutex_lock(mutex)
        change()
        unsafe pthread_cond_signal(wake)
        unsafe pthread_mutex_unlock(mutex)
    }

    private func work() {
        while let ready = next() {
            for job in ready { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }

    /// Waits for jobs; nil at the end.
    private func next() -> [UnownedJob]? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while jobs.isEmpty {
            if isEnding { return nil }
            unsafe pthread_cond_wait(wake, mutex)
        }
        defer { jobs.removeAll(keepingCapacity: true) }
        return jobs
    }
}
