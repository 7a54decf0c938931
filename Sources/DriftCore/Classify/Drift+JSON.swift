/// The `diff` form of a drift without its sources and patch: what reports print, messages carry and the store keeps.
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

    /// - Returns: nil when the value is no drift.
    package init?(json: JSONValue) {
        guard let impact = json["impact"]?.string.flatMap(Impact.init), let hex = json["fingerprint"]?.string,
            let backward = json["backward"].flatMap(Verdict.init(json:)),
            let forward = json["forward"].flatMap(Verdict.init(json:)), let changes = json["changes"]?.array
        else { return nil }
        self.init(
            impact: impact, fingerprint: Fingerprint(hex: hex), backward: backward, forward: forward,
            changes: changes.compactMap(Change.init(json:)),
            findings: (json["findings"]?.array ?? []).compactMap(Finding.init(json:)))
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

    var json: JSONValue {
        var object: JSONObject = ["verdict": JSONValue(name)]
        if let reason { object["reason"] = JSONValue(reason) }
        if case .breaking(let witness) = self {
            object["witness"] = witness.instance
            object["witness_pointer"] = JSONValue(witness.instancePointer.description)
            object["schema_pointer"] = JSONValue(witness.schemaPointer.description)
        }
        return .object(object)
    }

    init?(json: JSONValue) {
        let reason = json["reason"]?.string
        switch json["verdict"]?.string {
        case "compatible": self = .compatible(reason: reason)
        case "unknown": self = .unknown(reason: reason ?? "")
        case "breaking":
            let pointer = { (key: JSONString) in json[key]?.string.flatMap { try? Pointer($0) } ?? .root }
            self = .breaking(
                Witness(
                    instance: json["witness"] ?? .null, instancePointer: pointer("witness_pointer"),
                    schemaPointer: pointer("schema_pointer"), sentence: reason ?? ""))
        default: return nil
        }
    }
}

extension Change {
    var json: JSONValue {
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

    init?(json: JSONValue) {
        guard let pointer = json["pointer"]?.string.flatMap({ try? Pointer($0) }), let kind = json["kind"]?.string,
            let impact = json["impact"]?.string.flatMap(Impact.init)
        else { return nil }
        self.init(
            pointer: pointer, kind: ChangeKind(kind), old: json["old"], new: json["new"],
            backward: json["backward"]?.string.flatMap(LocalVerdict.init) ?? .unknown,
            forward: json["forward"]?.string.flatMap(LocalVerdict.init) ?? .unknown, impact: impact,
            message: json["message"]?.string ?? "", fingerprint: Fingerprint(hex: json["fingerprint"]?.string ?? ""))
    }
}

extension Finding {
    var json: JSONValue {
        [
            "side": JSONValue(side.rawValue), "pointer": JSONValue(pointer.description),
            "message": JSONValue(message),
        ]
    }

    init?(json: JSONValue) {
        guard let side = json["side"]?.string.flatMap(Side.init), let message = json["message"]?.string,
            let pointer = json["pointer"]?.string.flatMap({ try? Pointer($0) })
        else { return nil }
        self.init(side: side, pointer: pointer, message: message)
    }
}
