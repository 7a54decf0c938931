/// A log: a message is a line, and one for each of its first changes; or one line of JSON.
package struct LogChannel: ChannelKind {
    package enum Format: Hashable, Sendable { case text, json }

    package var format: Format

    package init(_ format: Format) {
        self.format = format
    }

    package func body(of message: Message, monitor: String) -> [UInt8] {
        switch format {
        case .json: CloudEvent(message, monitor: monitor).body
        case .text: Array(Self.text(message).joined(separator: "\n").utf8)
        }
    }

    package func send(_ body: [UInt8], of message: Message, through exits: ChannelExits) async -> AttemptResult {
        for line in body.split(separator: 0x0A) where await !exits.writeLine(String(decoding: line, as: UTF8.self)) {
            return .failed(reason: "the log takes no lines", retryAfter: nil, isSilent: false)
        }
        return .delivered
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
        // Names and texts come from servers.
        return ([head] + changes).map { $0.shown(limit: 2_000) }
    }
}
