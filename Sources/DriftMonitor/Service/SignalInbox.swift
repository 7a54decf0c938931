import UnixSignals

/// Signals in the order in which they came. Whoever waits for the next may be cancelled; no signal is lost by that.
actor SignalInbox {
    private var waiting: [UnixSignal] = []
    private var asker: (turn: Int, continuation: CheckedContinuation<UnixSignal?, Never>)?
    private var turns = 0

    /// From here on these signals come to us and end nothing by themselves.
    static func trapping(_ signals: UnixSignal...) async -> SignalInbox {
        let inbox = SignalInbox()
        let sequence = await UnixSignalsSequence(trapping: signals)
        // Lives as long as the process.
        Task { for await signal in sequence { await inbox.take(signal) } }
        return inbox
    }

    func take(_ signal: UnixSignal) {
        guard let asker else {
            waiting.append(signal)
            return
        }
        self.asker = nil
        asker.continuation.resume(returning: signal)
    }

    /// The next signal; nil when the task is cancelled. One task may wait at a time.
    func next() async -> UnixSignal? {
        if !waiting.isEmpty { return waiting.removeFirst() }
        turns += 1
        let turn = turns
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: nil)
                } else {
                    asker = (turn, continuation)
                }
            }
        } onCancel: {
            Task { await forget(turn) }
        }
    }

    private func forget(_ turn: Int) {
        // Cancellation may arrive when the next one is already waiting.
        guard let asker, asker.turn == turn else { return }
        self.asker = nil
        asker.continuation.resume(returning: nil)
    }
}
