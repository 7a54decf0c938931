import Foundation

/// A child process with its output in files, so that neither side ever waits for the other to read.
struct Spawned: Sendable {
    /// How a process ended, and what it wrote.
    struct Ending: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    private let process: Process
    private let ended: AsyncStream<Int32>
    private let files: URL

    init(_ program: URL, _ arguments: [String], environment: [String: String], files folder: URL) throws {
        files = folder.appendingPathComponent("run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try Self.handle(files.appendingPathComponent("output"))
        process.standardError = try Self.handle(files.appendingPathComponent("errors"))
        let (ended, continuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            continuation.yield(process.terminationStatus)
            continuation.finish()
        }
        self.process = process
        self.ended = ended
        try process.run()
    }

    private static func handle(_ file: URL) throws -> FileHandle {
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }

    var output: String { text("output") }
    var errors: String { text("errors") }

    private func text(_ name: String) -> String {
        (try? String(contentsOf: files.appendingPathComponent(name), encoding: .utf8)) ?? ""
    }

    func interrupt() { process.terminate() }
    func pause() { kill(process.processIdentifier, SIGSTOP) }
    func resume() { kill(process.processIdentifier, SIGCONT) }
    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for the end; a process that takes longer is killed, and the test told so.
    func ending(within limit: Duration = .seconds(120)) async throws -> Ending {
        let process = process
        let watch = Task {
            try await Task.sleep(for: limit)
            kill(process.processIdentifier, SIGKILL)
        }
        defer { watch.cancel() }
        for await status in ended {
            guard process.terminationReason == .exit else {
                throw Killed(command: process.arguments ?? [], errors: errors)
            }
            return Ending(status: status, output: output, errors: errors)
        }
        throw CancellationError()
    }

    struct Killed: Error, CustomStringConvertible {
        let command: [String]
        let errors: String

        var description: String { "\(command) ended by a signal; it said: \(errors)" }
    }
}
