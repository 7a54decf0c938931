import DriftCore
import NIOConcurrencyHelpers
import NIOCore

/// What a transport may hold open, so that file descriptors last: exchanges wait for a place when all are taken, and a connection is
/// not kept for later when there are many already.
///
/// They must last under all circumstances: where none is left, not only the next connection fails. The runtime that schedules our
/// tasks looks at its threads through files now and then, and ends the process when it cannot open one.
final class OpenConnections: Sendable {
    private struct State {
        var open = 0
        var running = 0
        var lastWaiter = 0
        var waiters: [(id: Int, place: CheckedContinuation<Bool, Never>)] = []
    }

    /// Descriptors for connections.
    private let free: Int
    /// Exchanges at once.
    let places: Int
    /// Connections, running ones too, above which none is kept.
    let kept: Int
    private let state = NIOLockedValueBox(State())

    /// - Parameter descriptors: How many this process may have.
    init(descriptors: Int) {
        // The rest is for files, the store and the program's own; it has some 25 before the first connection.
        free = max(8, descriptors - min(64, max(32, descriptors / 2)))
        // While a connection is made it may take two: its address is looked up, or addresses of both kinds are tried.
        places = free / 4
        kept = free / 2
    }

    var areTooMany: Bool { count > kept }

    var count: Int { state.withLockedValue { $0.open } }

    func opened(_ channel: any NIOCore.Channel) {
        state.withLockedValue { $0.open += 1 }
        channel.closeFuture.whenComplete { [self] _ in change { $0.open -= 1 } }
    }

    /// Waits for a place; false when the task was cancelled meanwhile. Whoever has one gives it back with `leave`.
    func enter() async -> Bool {
        let id = state.withLockedValue { state -> Int? in
            guard state.waiters.isEmpty, hasRoom(state) else {
                state.lastWaiter += 1
                return state.lastWaiter
            }
            state.running += 1
            return nil
        }
        guard let id else { return true }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { place in
                let isCancelled = state.withLockedValue { state in
                    guard !Task.isCancelled else { return true }
                    state.waiters.append((id: id, place: place))
                    return false
                }
                // Room may have come since.
                isCancelled ? place.resume(returning: false) : change { _ in }
            }
        } onCancel: {
            let place = state.withLockedValue { state in
                state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0).place }
            }
            place?.resume(returning: false)
        }
    }

    func leave() { change { $0.running -= 1 } }

    /// What closes takes its time, so what is open counts as well.
    private func hasRoom(_ state: State) -> Bool {
        state.running < places && state.open + 2 * state.running < free
    }

    /// Lets those in for whom there is room after a change.
    private func change(_ body: (inout State) -> Void) {
        let admitted = state.withLockedValue { state in
            body(&state)
            var admitted: [CheckedContinuation<Bool, Never>] = []
            while !state.waiters.isEmpty, hasRoom(state) {
                state.running += 1
                admitted.append(state.waiters.removeFirst().place)
            }
            return admitted
        }
        for place in admitted { place.resume(returning: true) }
    }
}
