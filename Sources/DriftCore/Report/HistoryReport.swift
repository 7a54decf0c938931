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
            for drift in drifts { lines += drift.lines(style) }
            lines.append("")
        }
        if !versions.isEmpty {
            lines.append(style.bold("Versions"))
            var table = TextTable(["target", "version", "digest", "first seen", "last seen", ""])
            for version in versions {
                table.add([
                    version.target.description, String(version.number), String(version.document.hex.prefix(12)),
                    version.firstSeen.description, version.lastSeen.description,
                    version.isBaseline ? "baseline" : "",
                ])
            }
            lines += table.lines()
        }
        return lines.joined(separator: "\n")
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

    fileprivate func lines(_ style: TextStyle) -> [String] {
        let state = [isOpen ? "open" : "closed", isFlip ? "flip" : nil].compactMap(\.self).joined(separator: ", ")
        let head = "\(time)  \(style.bold(target.description.shown()))  version \(from) → \(to)  (\(state))"
        return [head] + DriftText(drift: drift, style: style).lines.map { "  \($0)" }
    }
}
