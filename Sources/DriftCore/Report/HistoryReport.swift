/// Versions and drifts, newest first.
package struct HistoryReport: Sendable {
    package var versions: [StoredVersion]
    package var drifts: [StoredDrift]

    package init(versions: [StoredVersion], drifts: [StoredDrift]) {
        self.versions = versions
        self.drifts = drifts
    }

    package var json: JSONValue {
        ["versions": .array(versions.map(\.json)), "drifts": .array(drifts.map(\.json))]
    }

    package func text(_ style: TextStyle) -> String {
        guard !versions.isEmpty || !drifts.isEmpty else { return "nothing in the history matches" }
        var lines: [String] = []
        if !drifts.isEmpty {
            lines.append(style.bold("Drifts"))
            for rollout in rollouts { lines += self.lines(of: rollout, style) }
            lines.append("")
        }
        if !versions.isEmpty {
            lines.append(style.bold("Versions"))
            var table = TextTable(["target", "version", "digest", "first seen", "last seen", ""])
            for version in versions {
                table.add([
                    version.target.description.shown(), String(version.number), String(version.document.hex.prefix(12)),
                    version.firstSeen.description, version.lastSeen.description,
                    version.isBaseline ? "baseline" : "",
                ])
            }
            lines += table.lines()
        }
        return lines.joined(separator: "\n")
    }
}

extension HistoryReport {
    /// How many targets of a change are named.
    private static let named = 10

    /// The same change in several targets, or at several times, is one; the newest stands first.
    private var rollouts: [[StoredDrift]] {
        struct Change: Hashable {
            let schema: SchemaName
            let fingerprint: Fingerprint
        }
        return drifts.grouped { Change(schema: $0.target.schema, fingerprint: $0.fingerprint) }
    }

    private func lines(of rollout: [StoredDrift], _ style: TextStyle) -> [String] {
        guard let newest = rollout.first else { return [] }
        let heads = rollout.prefix(Self.named).map { $0.line(style) }
        let more = rollout.count > Self.named ? ["… and \(rollout.count - Self.named) more"] : []
        return heads + more + DriftText(drift: newest.drift, style: style).lines.map { "  \($0)" }
    }
}

extension StoredVersion {
    package var json: JSONValue {
        [
            "target": JSONValue(target.description), "version": JSONValue(number),
            "digest": JSONValue(document.hex), "first_seen": JSONValue(firstSeen.description),
            "last_seen": JSONValue(lastSeen.description), "baseline": .bool(isBaseline),
        ]
    }
}

extension StoredDrift {
    package var json: JSONValue {
        [
            "target": JSONValue(target.description), "from": JSONValue(from), "to": JSONValue(to),
            "time": JSONValue(time.description), "flip": .bool(isFlip), "open": .bool(isOpen), "drift": drift.json,
        ]
    }

    /// When which target changed, and whether that is open.
    fileprivate func line(_ style: TextStyle) -> String {
        let state = [isOpen ? "open" : "closed", isFlip ? "flip" : nil].compactMap(\.self).joined(separator: ", ")
        return "\(time)  \(style.bold(target.description.shown()))  version \(from) → \(to)  (\(state))"
    }
}
