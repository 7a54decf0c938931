import DriftCore
import Logging
import NIOConcurrencyHelpers
import SystemPackage

/// The daemon's own log, to standard error: what happens to targets and deliveries, in words.
struct EventLog: Sendable {
    let logger: Logger
    let writer: LineWriter
    private let troubles = NIOLockedValueBox(Repetitions<String>())

    init(level: Logger.Level, form: LineLogHandler.Form, descriptor: FileDescriptor = .standardError) {
        let writer = LineWriter(descriptor) { count in
            LineLogHandler.line(
                form, time: Host.now(), level: .warning,
                message: "\(count) lines were dropped here: they could not be written", fields: [:])
        }
        self.writer = writer
        logger = Logger(label: "driftmonitor") {
            LineLogHandler(label: $0, form: form, level: level, writer: writer)
        }
    }

    /// A store that fails does so for each target: it is said once a minute.
    private func trouble(_ sentence: String, _ error: StoreError, _ fields: Logger.Metadata) {
        let kind =
            switch error {
            case .stale, .notFound: "\(sentence)"
            default: "\(sentence)\(error)"
            }
        guard let unsaid = troubles.withLockedValue({ $0.count(kind, at: .now) }) else { return }
        let more = unsaid > 0 ? " (and \(unsaid) times more since this was said last)" : ""
        logger.error("\(sentence): \(error)\(more)", metadata: fields)
    }
}

extension EventLog {
    /// An event of the fleet; quiet checks say nothing.
    func record(_ event: FleetEvent) {
        switch event {
        case .alive: break
        case .late(let targets):
            let names = targets.prefix(3).map { "\($0)" }.joined(separator: "; ")
            let more = targets.count > 3 ? "; and \(targets.count - 3) more" : ""
            logger.warning("late: \(names)\(more)", metadata: ["late": "\(targets.count)"])
        case .storeTrouble(let error, let target):
            trouble("the store failed", error, target.map { ["target": "\($0.key)"] } ?? [:])
        case .checked(let result):
            let level: Logger.Level =
                switch result.outcome {
                case .unchanged: result.message == nil ? .debug : .notice
                case .absent: .debug
                case .initial, .reverted: .notice
                case .drifted, .gone, .suspect, .unstable, .unconfirmed: .warning
                case .failed: result.isNews ? .error : .warning
                }
            var fields: Logger.Metadata = [
                "target": "\(result.target.key)", "outcome": "\(result.outcome.name)",
                "duration_ms": "\(result.duration.milliseconds)",
            ]
            if let version = result.version { fields["version"] = "\(version)" }
            if let status = result.status { fields["status"] = "\(status)" }
            if let drift = result.outcome.drift {
                fields["impact"] = "\(drift.impact.rawValue)"
                fields["fingerprint"] = "\(drift.fingerprint.short)"
            }
            logger.log(level: level, "\(result.message ?? result.outcome.name)", metadata: fields)
        }
    }

    /// What became of a delivery; one that arrived says nothing above `debug`.
    func record(_ report: DeliveryReport) {
        switch report {
        case .storeFailed(let channel, let error):
            trouble("the queue cannot be read", error, ["channel": "\(channel)"])
        case .settled(let delivery, let outcome):
            let fields: Logger.Metadata = [
                "channel": "\(delivery.channel)", "message_id": "\(delivery.message.id)",
                "type": "\(delivery.message.event.rawValue)",
            ]
            switch outcome {
            case .delivered: logger.debug("delivered", metadata: fields)
            case .abandoned: logger.debug("delivery abandoned", metadata: fields)
            case .retry(let notBefore, _, let reason):
                logger.warning("not delivered: \(reason); tried again from \(notBefore) on", metadata: fields)
            case .dead(let reason):
                logger.error("dead letter: \(reason); see 'driftmonitor notify list'", metadata: fields)
            case .parked(let reason):
                logger.error(
                    "the channel is parked: \(reason); nothing is sent before 'driftmonitor notify retry'",
                    metadata: fields)
            }
        }
    }
}
