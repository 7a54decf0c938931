extension StatusReport {
    /// `{"time", "state": "well|open|trouble", "targets", "last_check", "open", "drifts", "troubles", "queue", "logins"}`;
    /// all of it, whatever the limit of the text.
    package var json: JSONValue {
        var object: JSONObject = [
            "time": JSONValue(standing.time.description), "state": JSONValue(standing.level.name),
            "targets": JSONValue(standing.targets), "drifts": .array(standing.open.map(\.json)),
            "troubles": .array(standing.troubles.flatMap(\.targets).map(\.json)),
            "queue": .array(standing.queue.map(\.json)), "logins": .array(standing.logins.map(\.json)),
        ]
        object["last_check"] = standing.lastCheck.map { JSONValue($0.description) }
        object["open"] = OpenTally(standing.open)?.json
        return .object(object)
    }
}

extension Standing.Level {
    fileprivate var name: String {
        switch self {
        case .well: "well"
        case .open: "open"
        case .trouble: "trouble"
        }
    }
}

extension OpenTally {
    /// `{"drifts", "targets", "since", "impact": {"breaking": 1, …}}`
    package var json: JSONValue {
        let counts = impacts.map { (JSONString($0.key.rawValue), JSONValue($0.value)) }
        return [
            "drifts": JSONValue(drifts), "targets": JSONValue(targets), "since": JSONValue(since.description),
            "impact": .object(JSONObject(counts)),
        ]
    }
}

extension OpenDrift {
    package var json: JSONValue {
        [
            "fingerprint": JSONValue(fingerprint.hex), "schema": JSONValue(schema.name),
            "impact": JSONValue(impact.rawValue), "since": JSONValue(since.description),
            "latest": JSONValue(latest.description), "changes_total": JSONValue(drift.changes.count),
            "message": JSONValue(drift.summary), "targets": .array(targets.map { JSONValue($0.description) }),
        ]
    }
}

extension TargetTrouble {
    package var json: JSONValue {
        var object: JSONObject = ["target": JSONValue(target.description), "outcome": JSONValue(kind.rawValue)]
        if isCredentialsFault { object["credential"] = true }
        object["since"] = since.map { JSONValue($0.description) }
        if failures > 0 { object["failures"] = JSONValue(failures) }
        return .object(object)
    }
}

extension UndeliveredChannel {
    package var json: JSONValue {
        var object: JSONObject = [
            "channel": JSONValue(channel), "state": JSONValue(state.rawValue), "count": JSONValue(count),
            "tried": JSONValue(tried),
        ]
        object["error"] = reason.map { JSONValue($0) }
        return .object(object)
    }
}

extension PausedLogin {
    package var json: JSONValue {
        [
            "auth_url": JSONValue(credential.authURL), "user": JSONValue(credential.user),
            "until": JSONValue(until.description), "message": JSONValue(reason),
        ]
    }
}
