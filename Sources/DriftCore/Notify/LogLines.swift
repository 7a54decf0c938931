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
        let changes = (message.drift?["changes"]?.array ?? []).prefix(5).map { change in
            let words = ["impact", "kind", "pointer"].map { change[$0]?.string ?? "" }
            return "  \(words[0]) \(words[1]) \(words[2]): \(change["message"]?.string ?? "")"
        }
        // Names and texts come from servers.
        return ([head] + changes).map { $0.shown(limit: 2_000) }
    }
}
