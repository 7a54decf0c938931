import Dispatch
import NIOConcurrencyHelpers
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// Writes lines in order, away from whoever says them: a pipe that nobody reads, or a disk that is stuck, holds up no check.
///
/// What cannot be written yet is kept, up to a limit. Beyond it lines are dropped and counted, and the count is written when
/// there is room again.
final class LineWriter: Sendable {
    private let descriptor: FileDescriptor
    private let limit: Int
    private let tellDropped: @Sendable (Int) -> String
    private let state = NIOLockedValueBox(State())
    /// Its thread is the one that waits.
    private let queue = DispatchQueue(label: "lines")

    private struct State {
        var lines: [Entry] = []
        /// So many of the lines were taken already.
        var taken = 0
        var bytes = 0
        var dropped = 0
        var isWriting = false
        var lastID = 0
        var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
        /// Given up before anybody waited for them.
        var givenUp: Set<Int> = []

        mutating func append(_ entry: Entry) {
            lines.append(entry)
            bytes += entry.bytes.count
        }

        mutating func takeFirst() -> Entry? {
            guard taken < lines.count else { return nil }
            let entry = lines[taken]
            bytes -= entry.bytes.count
            taken += 1
            if taken > 16, taken * 2 > lines.count {
                lines.removeFirst(taken)
                taken = 0
            }
            return entry
        }
    }

    private struct Entry {
        let bytes: [UInt8]
        /// Of whoever waits until it is written.
        var id: Int?
    }

    /// - Parameters:
    ///   - limit: How many bytes are kept at most.
    ///   - tellDropped: The line that says that so many were dropped.
    init(_ descriptor: FileDescriptor, limit: Int = 1 << 20, tellDropped: @escaping @Sendable (Int) -> String) {
        self.descriptor = descriptor
        self.limit = limit
        self.tellDropped = tellDropped
    }

    /// Never waits.
    func note(_ line: String) {
        add(Entry(bytes: Array("\(line)\n".utf8)))
    }

    /// - Returns: whether the line was written within the time; false also when the task was cancelled.
    func write(_ line: String, within time: Duration) async -> Bool {
        await isWritten(Array("\(line)\n".utf8), within: time)
    }

    /// Waits until everything that was said before is written, but no longer than this.
    func flush(within time: Duration) async {
        _ = await isWritten([], within: time)
    }

    private func isWritten(_ bytes: [UInt8], within time: Duration) async -> Bool {
        let id = state.withLockedValue { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskGroup(of: Bool?.self) { group in
            group.addTask { await self.wait(for: bytes, id) }
            group.addTask {
                // Cancelled when the line is written.
                try? await Task.sleep(for: time)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first ?? false
        }
    }

    private func wait(for bytes: [UInt8], _ id: Int) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isGivenUp = state.withLockedValue { state in
                    if state.givenUp.remove(id) != nil { return true }
                    state.waiting[id] = continuation
                    return false
                }
                if isGivenUp { return continuation.resume(returning: false) }
                if !add(Entry(bytes: bytes, id: id)) { settle(id, wasWritten: false) }
            }
        } onCancel: {
            let waiting = state.withLockedValue { state in
                // What has not begun is not written later: it is tried again as a whole.
                if let index = state.lines[state.taken...].firstIndex(where: { $0.id == id }) {
                    state.bytes -= state.lines.remove(at: index).bytes.count
                }
                let waiting = state.waiting.removeValue(forKey: id)
                if waiting == nil { state.givenUp.insert(id) }
                return waiting
            }
            waiting?.resume(returning: false)
        }
    }

    private func settle(_ id: Int, wasWritten: Bool) {
        let waiting = state.withLockedValue { state in
            state.givenUp.remove(id)
            return state.waiting.removeValue(forKey: id)
        }
        waiting?.resume(returning: wasWritten)
    }

    @discardableResult
    private func add(_ entry: Entry) -> Bool {
        let (isKept, begins) = state.withLockedValue { state in
            guard state.bytes + entry.bytes.count <= limit else {
                if entry.id == nil { state.dropped += 1 }
                return (false, false)
            }
            if state.dropped > 0 { state.append(Entry(bytes: droppedLine(&state.dropped))) }
            state.append(entry)
            defer { state.isWriting = true }
            return (true, !state.isWriting)
        }
        if begins { queue.async { self.drain() } }
        return isKept
    }

    private func droppedLine(_ count: inout Int) -> [UInt8] {
        defer { count = 0 }
        return Array("\(tellDropped(count))\n".utf8)
    }

    private func drain() {
        var lastFailed = false
        while let entry = take(afterFailure: lastFailed) {
            lastFailed = !write(entry.bytes)
            if let id = entry.id {
                settle(id, wasWritten: !lastFailed)
            } else if lastFailed {
                state.withLockedValue { $0.dropped += 1 }
            }
        }
    }

    private func take(afterFailure lastFailed: Bool) -> Entry? {
        state.withLockedValue { state in
            if let entry = state.takeFirst() { return entry }
            if state.dropped > 0, !lastFailed { return Entry(bytes: droppedLine(&state.dropped)) }
            state.isWriting = false
            return nil
        }
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            do {
                rest = rest.dropFirst(try rest.withUnsafeBytes { try descriptor.write($0) })
            } catch Errno.wouldBlock {
                // Somebody who shares the descriptor has made it so.
                var wait = pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0)
                poll(&wait, 1, -1)
            } catch {
                return false
            }
        }
        return true
    }
}
