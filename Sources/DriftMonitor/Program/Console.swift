import DriftCore
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Standard output and error, written at once and whole: a killed daemon's lines are not lost in a buffer.
struct Console: Sendable {
    static let output = Console(descriptor: .standardOutput)
    static let error = Console(descriptor: .standardError)

    private let descriptor: FileDescriptor

    private init(descriptor: FileDescriptor) {
        self.descriptor = descriptor
    }

    var isTerminal: Bool { isatty(descriptor.rawValue) == 1 }

    /// The terminal's width in characters; nil where there is none, and lines may be as long as they are.
    var columns: Int? {
        var size = winsize()
        guard isTerminal, ioctl(descriptor.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Stands in for standard input, output and error where the process was started without them. Whatever is opened next would take
    /// their numbers: reports would be written into the store.
    static func fillGaps() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
            // The lowest free number is this one.
            _ = open("/dev/null", O_RDWR)
        }
    }

    /// - Throws: `Trouble` when nothing can be written; a reader that went away (`| head`) ends the program quietly.
    func write(_ bytes: some Sequence<UInt8>) throws {
        do {
            try descriptor.writeAll(bytes)
        } catch Errno.brokenPipe {
            throw ReaderGone()
        } catch {
            throw Trouble("cannot write to standard output: \(error)")
        }
    }

    func line(_ text: String) throws {
        try write(Array("\(text)\n".utf8))
    }

    /// Without a line feed: for a line that is drawn again.
    func raw(_ text: String) {
        _ = try? descriptor.writeAll(Array(text.utf8))
    }

    /// A document: byte for byte, but to a terminal nothing that would steer it.
    func document(_ bytes: [UInt8]) throws {
        try write(isTerminal ? Self.harmless(bytes) : bytes)
        try write([UInt8(ascii: "\n")])
    }

    static func harmless(_ bytes: [UInt8]) -> [UInt8] { Array(String(decoding: bytes, as: UTF8.self).shownLines.utf8) }

    /// For messages beside the result, which may hold names and texts from outside: failing to tell is no reason to fail.
    func note(_ text: String) {
        log(text.shownLines)
    }

    /// A line of a log, as it is.
    func log(_ line: String) {
        _ = try? descriptor.writeAll(Array("\(line)\n".utf8))
    }
}

/// Whoever read our output has closed it.
struct ReaderGone: Error {}

/// What ends a command with a sentence on standard error.
struct Trouble: Error, CustomStringConvertible {
    let description: String
    let exitCode: Int32

    init(_ description: String, exitCode: Int32 = 2) {
        self.description = description
        self.exitCode = exitCode
    }
}
