import DriftCore
import SystemPackage
import Testing

@testable import DriftMonitor

#if canImport(Glibc)
    import Glibc
#endif

@Suite(.timeLimit(.minutes(2))) struct LineWriterTests {
    /// A pipe, and who writes into it.
    private struct Pipe {
        let reading: FileDescriptor
        let writing: FileDescriptor

        init() throws { (reading, writing) = try FileDescriptor.pipe() }

        /// Reads until the lines fulfil the condition.
        func lines(until isDone: ([String]) -> Bool) throws -> [String] {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
                if bytes.last == 0x0A, isDone(lines) { return lines }
                let count = try buffer.withUnsafeMutableBytes { try reading.read(into: $0) }
                if count == 0 { return lines }
                bytes += buffer[..<count]
            }
        }

        func close() {
            try? reading.close()
            try? writing.close()
        }
    }

    private func writer(_ pipe: Pipe, limit: Int = 1 << 20) -> LineWriter {
        LineWriter(pipe.writing, limit: limit) { "\($0) dropped" }
    }

    @Test func `lines come whole and in order`() async throws {
        let pipe = try Pipe()
        defer { pipe.close() }
        let writer = writer(pipe)
        for number in 0..<100 { writer.note("line \(number)") }
        #expect(await writer.write("last", within: .seconds(60)))
        let lines = try pipe.lines { $0.last == "last" }
        #expect(lines == (0..<100).map { "line \($0)" } + ["last"])
    }

    @Test(arguments: [1, 100, 5000])
    func `nobody waits for a pipe that is not read, and what was dropped is counted`(length: Int) async throws {
        let pipe = try Pipe()
        defer { pipe.close() }
        let writer = writer(pipe, limit: 100_000)
        let filler = String(repeating: "x", count: length)
        let count = 400_000 / length + 1000
        for number in 0..<count { writer.note("\(number) \(filler)") }
        // Nobody has read: the pipe holds 64 KiB, the writer its limit.
        var next = 0
        let lines = try pipe.lines { lines in
            next = lines.reduce(0) { $0 + (Self.dropped($1) ?? 1) }
            return next >= count
        }
        #expect(next == count)
        #expect(lines.contains { Self.dropped($0) != nil })
        // The count stands where the lines are missing.
        var number = 0
        for line in lines {
            if let dropped = Self.dropped(line) {
                number += dropped
            } else {
                #expect(line == "\(number) \(filler)")
                number += 1
            }
        }
        writer.note("after")
        #expect(try pipe.lines { !$0.isEmpty } == ["after"])
    }

    private static func dropped(_ line: String) -> Int? {
        line.hasSuffix(" dropped") ? Int(line.dropLast(8)) : nil
    }

    @Test func `a line that must arrive is given up when its time is over, and not written later`() async throws {
        let pipe = try Pipe()
        defer { pipe.close() }
        let writer = writer(pipe)
        writer.note(String(repeating: "x", count: 200_000))
        #expect(await !writer.write("too late", within: .milliseconds(50)))
        let cancelled = Task { await writer.write("cancelled", within: .seconds(60)) }
        cancelled.cancel()
        #expect(await !cancelled.value)
        await writer.flush(within: .milliseconds(10))
        writer.note("end")
        let lines = try pipe.lines { $0.last == "end" }
        #expect(lines.count == 2)
    }

    @Test func `a reader that went away ends nothing, and is no delivery`() async throws {
        // As in the program.
        signal(SIGPIPE, SIG_IGN)
        let pipe = try Pipe()
        try pipe.reading.close()
        defer { try? pipe.writing.close() }
        let writer = writer(pipe)
        for _ in 0..<100 { writer.note("nobody reads this") }
        #expect(await !writer.write("nor this", within: .seconds(60)))
        await writer.flush(within: .seconds(60))
    }
}
