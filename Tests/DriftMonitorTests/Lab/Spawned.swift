import Foundation

/// A child process with its output in files, so that neither side ever waits for the other to read.
///
/// Over posix_spawn: Foundation's `Process` does not stand being started from many tests at once.
struct Spawned: Sendable {
    /// How a process ended, and what it wrote.
    struct Ending: Sendable {
        let status: Int32
        let output: String
        let errors: String
        /// The most memory it was seen to hold, in bytes; 0 when nobody looked.
        let peakMemory: Int
    }

    private enum Fate: Sendable { case exited(Int32, peakMemory: Int), signalled(Int32) }

    /// Who may still be sent a signal: after a process was waited for, its id may be another's.
    private final class Child: @unchecked Sendable {
        private let processID: pid_t
        // Every access holds the lock.
        private let lock = NSLock()
        private var isReaped = false

        init(_ processID: pid_t) { self.processID = processID }

        func signal(_ number: Int32) {
            lock.withLock { _ = isReaped ? 0 : kill(processID, number) }
        }

        /// Waits for the end without the lock, so that a signal still arrives.
        func reap() -> Int32 {
            var ending = siginfo_t()
            while waitid(P_PID, id_t(processID), &ending, WEXITED | WNOWAIT) < 0, errno == EINTR {}
            return lock.withLock {
                var status: Int32 = 0
                while waitpid(processID, &status, 0) < 0, errno == EINTR {}
                isReaped = true
                return status
            }
        }
    }

    private let command: [String]
    private let child: Child
    private let ended: AsyncStream<Fate>
    private let files: URL

    init(
        _ program: URL, _ arguments: [String], environment: [String: String], files folder: URL,
        watchesMemory: Bool = false
    ) throws {
        files = folder.appendingPathComponent("run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        command = [program.path] + arguments
        let processID = try Self.spawn(
            command, environment.map { "\($0.key)=\($0.value)" }, output: files.appendingPathComponent("output").path,
            errors: files.appendingPathComponent("errors").path)
        let child = Child(processID)
        let (ended, continuation) = AsyncStream.makeStream(of: Fate.self)
        // A thread of its own: waiting must not hold up the pool that the tests run on.
        Thread.detachNewThread {
            let peakMemory = watchesMemory ? Self.peakMemory(of: processID) : 0
            let status = child.reap()
            continuation.yield(
                status & 0x7F == 0
                    ? .exited(status >> 8 & 0xFF, peakMemory: peakMemory) : .signalled(status & 0x7F))
            continuation.finish()
        }
        self.child = child
        self.ended = ended
    }

    /// Looks until the process has ended. What `wait4` tells afterwards would include the memory of the tests' own process, from
    /// before the program was started in it.
    private static func peakMemory(of processID: pid_t) -> Int {
        var peak = 0
        while let status = try? String(contentsOfFile: "/proc/\(processID)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kilobytes = Int(line.filter(\.isNumber))
        {
            peak = kilobytes << 10
            usleep(500)
        }
        return peak
    }

    private static func spawn(
        _ command: [String], _ environment: [String], output: String, errors: String
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        // What other tests have open is not the child's; closing what is not open is no error here.
        for descriptor in 3..<Int32(1024) { posix_spawn_file_actions_addclose(&actions, descriptor) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let arguments = command.map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var processID: pid_t = 0
        let code = posix_spawn(&processID, command[0], &actions, &attributes, arguments, variables)
        guard code == 0 else { throw NotStarted(command: command, reason: String(cString: strerror(code))) }
        return processID
    }

    var output: String { text("output") }
    var errors: String { text("errors") }

    private func text(_ name: String) -> String {
        (try? String(contentsOf: files.appendingPathComponent(name), encoding: .utf8)) ?? ""
    }

    func interrupt() { signal(SIGTERM) }
    func pause() { signal(SIGSTOP) }
    func resume() { signal(SIGCONT) }
    func signal(_ number: Int32) { child.signal(number) }

    /// Waits for the end; a process that takes longer is killed, and the test told so.
    func ending(within limit: Duration = .seconds(120)) async throws -> Ending {
        let child = child
        let watch = Task {
            try await Task.sleep(for: limit)
            child.signal(SIGKILL)
        }
        defer { watch.cancel() }
        for await fate in ended {
            guard case .exited(let status, let peakMemory) = fate else {
                throw Killed(command: command, errors: errors)
            }
            return Ending(status: status, output: output, errors: errors, peakMemory: peakMemory)
        }
        throw CancellationError()
    }

    struct NotStarted: Error { let command: [String], reason: String }

    struct Killed: Error, CustomStringConvertible {
        let command: [String]
        let errors: String

        var description: String { "\(command) ended by a signal; it said: \(errors)" }
    }
}
