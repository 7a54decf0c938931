/// A message as lines of a log.
package struct LogLines: Sendable {
    package let lines: [String]

    /// - Parameter body: the message's frozen body, which as JSON is the line.
    package init(_ message: Message, body: [UInt8], format: Channel.LogFormat) {
        lines =
            switch format {
            case .json: [String(decoding: body, as: UTF8.self)]
            case .text: Self.text(message)
            }
    }

    /// One line for the message, and one for each of the first changes.
    private static func text(_ message: Message) -> [String] {
        var head = "\(message.time) \(message.event.rawValue)"
        if let impact = message.impact { head += " \(impact.rawValue)" }
        head += message.targets.prefix(5).map { " \($0.key)" }.joined()
        if message.targets.count > 5 { head += " and \(message.targets.count - 5) more" }
        head += ": \(message.text) (\(message.id))"
        let changes = (message.drift?.drift.changes ?? []).prefix(5).map { change in
            let pointer = BoundedText.cut(change.pointer.description, bytes: 300)
            return "  \(change.impact.rawValue) \(change.kind.id) \(pointer): "
                + BoundedText.cut(change.message, bytes: 300)
        }
        return ([head] + changes).map(plain)
    }

    /// Names and texts come from servers: nothing in them may start a line of its own or steer a terminal.
    private static func plain(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(2_000) {
            let isPlain =
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
                default: true
                }
            line.append(isPlain ? scalar : "\u{FFFD}")
        }
        return String(line)
    }
}
