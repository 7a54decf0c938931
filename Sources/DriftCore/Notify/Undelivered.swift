/// Alerts that did not reach a channel, as reports and exit codes tell of them.
package struct Undelivered: Hashable, Sendable {
    package var channel: String
    package var state: DeliveryState
    package var count: Int
    /// One clause: what went wrong.
    package var reason: String
    /// Another: what a person can do.
    package var advice: String

    /// - Parameters:
    ///   - isConfigured: whether the configuration still names the channel.
    ///   - sends: whether this process sends. Where a daemon does, what it has not tried yet is only on its way.
    package init?(_ row: UndeliveredChannel, isConfigured: Bool, sends: Bool) {
        channel = row.channel
        state = row.state
        count = row.count
        let again = "'driftmonitor notify retry' sends again, 'driftmonitor notify drop' forgets"
        guard isConfigured else {
            // The daemon may run under another configuration.
            guard sends || row.tried > 0 || row.state != .pending else { return nil }
            reason = "no channel of this name is configured"
            advice = "configure it again, or forget them with 'driftmonitor notify drop'"
            return
        }
        switch row.state {
        case .delivered: return nil
        case .pending:
            if !sends { count = row.tried }
            guard count > 0 else { return nil }
            reason = row.reason ?? "not tried, because those before it failed"
            advice = "see driftmonitor notify list"
        case .dead:
            reason = "given up: \(row.reason ?? "refused")"
            advice = again
        case .parked:
            reason = "the channel is parked: \(row.reason ?? "its receiver is gone")"
            advice = again
        }
    }

    package var json: JSONValue {
        [
            "channel": JSONValue(channel), "count": JSONValue(count), "reason": JSONValue(reason),
            "state": JSONValue(state.rawValue),
        ]
    }

    /// `6 alerts undelivered to ops: no connection to the host; see driftmonitor notify list`.
    package var sentence: String {
        let alerts = count == 1 ? "1 alert" : "\(count) alerts"
        return "\(alerts) undelivered to \(channel): \(reason); \(advice)"
    }
}
