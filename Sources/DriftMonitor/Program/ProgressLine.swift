import DriftCore

/// One line on a terminal that says how far a cycle is; nothing anywhere else.
actor ProgressLine {
    private let started = ContinuousClock.now
    private var done = 0
    private var failed = 0
    private var drifted = 0
    private var drawn: ContinuousClock.Instant?

    static func forTerminal() -> ProgressLine? { Console.error.isTerminal ? ProgressLine() : nil }

    func count(_ result: CheckResult, of total: Int) {
        done += 1
        if result.outcome.isFailure { failed += 1 }
        if result.outcome.drift != nil { drifted += 1 }
        let now = ContinuousClock.now
        guard drawn.map({ $0.duration(to: now) > .milliseconds(100) }) ?? true else { return }
        drawn = now
        let left = started.duration(to: now) / done * (total - done)
        let text = "\(done) of \(total) targets, \(failed) failed, \(drifted) drifted, about \(left.inWords) left"
        Console.error.raw("\r\u{1B}[K\(text)")
    }

    /// Makes room for the report.
    func clear() {
        if drawn != nil { Console.error.raw("\r\u{1B}[K") }
    }
}
