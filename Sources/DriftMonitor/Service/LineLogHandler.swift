import DriftCore
import Logging

/// The daemon's log: one line for each event that matters, text on a terminal, JSON lines elsewhere.
struct LineLogHandler: LogHandler {
    enum Form: Sendable { case text, json }

    let label: String
    let form: Form
    let writer: LineWriter
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    init(label: String, form: Form, level: Logger.Level, writer: LineWriter) {
        self.label = label
        self.form = form
        self.writer = writer
        logLevel = level
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }
        writer.note(
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
