/// The queue of deliveries, as `notify list` shows it.
package struct QueueReport: Sendable {
    package var rows: [DeliveryRow]

    package init(rows: [DeliveryRow]) {
        self.rows = rows
    }

    package var json: JSONValue {
        ["deliveries": .array(rows.map(Self.json))]
    }

    private static func json(_ row: DeliveryRow) -> JSONValue {
        let message = row.delivery.message
        var object: JSONObject = [
            "id": JSONValue(Int(row.delivery.id)), "channel": JSONValue(row.delivery.channel),
            "state": JSONValue(row.state.rawValue), "message_id": JSONValue(message.id),
            "alert_id": JSONValue(message.alertID), "sequence": JSONValue(message.sequence),
            "type": JSONValue(message.event.rawValue), "time": JSONValue(message.time.description),
            "attempts": JSONValue(row.delivery.progress.attempts), "message": JSONValue(message.text),
            "targets": .array(message.targets.map { JSONValue($0.key.description) }),
        ]
        if let notBefore = row.notBefore { object["not_before"] = JSONValue(notBefore.description) }
        if let error = row.lastError { object["error"] = JSONValue(error) }
        return .object(object)
    }

    package func text(_ style: TextStyle) -> String {
        guard !rows.isEmpty else { return "nothing waits, nothing is dead, no channel is parked" }
        var table = TextTable(["state", "channel", "type", "targets", "time", "attempts", "what happened"])
        for row in rows {
            let message = row.delivery.message
            let targets = message.targets.map(\.key.description)
            let named = targets.count > 1 ? "\(targets[0]) and \(targets.count - 1) more" : targets.first ?? "-"
            let pause = row.state == .pending ? row.notBefore.map { "not before \($0)" } : nil
            let fate = [row.lastError, pause].compactMap(\.self).joined(separator: "; ")
            table.add([
                row.state.rawValue, row.delivery.channel.shown(), message.event.rawValue, named.shown(),
                message.time.description, String(row.delivery.progress.attempts),
                fate.isEmpty ? "-" : fate.shown(limit: 300),
            ])
        }
        return table.lines(style).joined(separator: "\n")
    }
}
