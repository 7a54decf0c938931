import DriftCore
import Logging

/// The daemon's log: one line for each event that matters, text on a terminal, JSON lines elsewhere.
struct LineLogHandler: LogHandler {
    enum Form: Sendable { case text, json }

    let label: String
    let form: Form
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    init(label: String, form: Form, level: Logger.Level) {
        self.label = label
        self.form = form
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }
        Console.error.log(
            Self.line(form, time: Host.now(), level: event.level, message: "\(event.message)", fields: fields))
    }

    static func line(
        _ form: Form, time: Timestamp, level: Logger.Level, message: String, fields: Logger.Metadata
    ) -> String {
        switch form {
        case .json:
            var object: JSONObject = [
                "time": JSONValue(time.description), "level": JSONValue(level.rawValue), "message": JSONValue(message),
            ]
            for (key, value) in fields { object[JSONString(key)] = JSONValue("\(value)") }
            return JSONValue.object(object).canonicalString
        case .text:
            let pairs = fields.sorted { $0.key < $1.key }.map { " \($0.key)=\("\($0.value)".shown(limit: 300))" }
            return "\(time) \(level.rawValue) \(message.shown(limit: 500))\(pairs.joined())"
        }
    }
}

extension Logger {
    /// The program's own log, to standard error.
    static func program(level: Logger.Level, form: LineLogHandler.Form) -> Logger {
        Logger(label: "driftmonitor") { LineLogHandler(label: $0, form: form, level: level) }
    }
}

extension Logger {
    /// An event of the fleet; quiet checks say nothing.
    func record(_ event: FleetEvent) {
        switch event {
        case .alive: break
        case .storeTrouble(let error, let target):
            log(level: .error, "the store failed: \(error)", metadata: target.map { ["target": "\($0.key)"] })
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
            log(level: level, "\(result.message ?? result.outcome.name)", metadata: fields)
        }
    }

    /// What became of a delivery; one that arrived says nothing above `debug`.
    func record(_ report: DeliveryReport) {
        switch report {
        case .storeFailed(let channel, let error):
            self.error("the queue cannot be read: \(error)", metadata: ["channel": "\(channel)"])
        case .settled(let delivery, let outcome):
            let fields: Logger.Metadata = [
                "channel": "\(delivery.channel)", "message_id": "\(delivery.message.id)",
                "type": "\(delivery.message.event.rawValue)",
            ]
            switch outcome {
            case .delivered: debug("delivered", metadata: fields)
            case .abandoned: debug("delivery abandoned", metadata: fields)
            case .retry(let notBefore, _, let reason):
                warning("not delivered: \(reason); tried again from \(notBefore) on", metadata: fields)
            case .dead(let reason):
                error("dead letter: \(reason); see 'driftmonitor notify list'", metadata: fields)
            case .parked(let reason):
                error(
                    "the channel is parked: \(reason); nothing is sent before 'driftmonitor notify retry'",
                    metadata: fields)
            }
        }
    }
}
