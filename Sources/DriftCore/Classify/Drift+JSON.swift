/// The `diff` form of a drift without its sources and patch: what reports print, messages carry and the store keeps.
/// `Drift(json:)` reads it back.
extension Drift {
    /// Read back by `init(json:)`. Witnesses and values stand in it whole.
    package var json: JSONValue {
        [
            "equal": .bool(changes.isEmpty),
            "impact": JSONValue(impact.rawValue),
            "fingerprint": JSONValue(fingerprint.hex),
            "backward": backward.json,
            "forward": forward.json,
            "changes": .array(changes.map(\.json)),
            "findings": .array(findings.map(\.json)),
        ]
    }
}

extension Verdict {
    /// The word that reports and messages use: `compatible`, `breaking`, `unknown`.
    package var name: String {
        switch self {
        case .compatible: "compatible"
        case .breaking: "breaking"
        case .unknown: "unknown"
        }
    }

    /// Why, in one sentence: for a break, what the witness shows.
    package var reason: String? {
        switch self {
        case .compatible(let reason): reason
        case .breaking(let witness): witness.sentence
        case .unknown(let reason): reason
        }
    }

    /// The form of a verdict: its word, its reason, and the witness where there is one.
    package var json: JSONValue {
        var object: JSONObject = ["verdict": JSONValue(name)]
        if let reason { object["reason"] = JSONValue(reason) }
        if case .breaking(let witness) = self {
            object["witness"] = witness.instance
            object["witness_pointer"] = JSONValue(witness.instancePointer.description)
            object["schema_pointer"] = JSONValue(witness.schemaPointer.description)
        }
        return .object(object)
    }
}

extension Change {
    /// The form of the `changes` of a drift.
    package var json: JSONValue {
        var object: JSONObject = [
            "pointer": JSONValue(pointer.description),
            "kind": JSONValue(kind.id),
            "backward": JSONValue(backward.rawValue),
            "forward": JSONValue(forward.rawValue),
            "impact": JSONValue(impact.rawValue),
            "message": JSONValue(message),
            "fingerprint": JSONValue(fingerprint.hex),
        ]
        object["old"] = old
        object["new"] = new
        return .object(object)
    }
}

extension Finding {
    /// The form of the `findings` of a drift.
    package var json: JSONValue {
        [
            "side": JSONValue(side.rawValue), "pointer": JSONValue(pointer.description),
            "message": JSONValue(message),
        ]
    }
}
