/// Quiet checks wait here for each other: they are stored together, at most 256 or a quarter of a second's worth.
struct QuietBatch<Instant: InstantProtocol> where Instant.Duration == Duration {
    private var checks: [QuietCheck] = []
    /// When what waits must be stored; nil when nothing waits.
    private(set) var due: Instant?

    static var limit: Int { 256 }

    var isFull: Bool { checks.count >= Self.limit }

    mutating func add(_ check: QuietCheck, now: Instant) {
        checks.append(check)
        due = due ?? now.advanced(by: .milliseconds(250))
    }

    mutating func take() -> [QuietCheck] {
        defer {
            checks = []
            due = nil
        }
        return checks
    }
}
