/// The result of comparing two documents.
package struct DiffReport: Sendable {
    package struct Side: Hashable, Sendable {
        /// A file, a URL, `target@version`.
        package var source: String
        package var digest: Digest

        package init(source: String, digest: Digest) {
            self.source = source
            self.digest = digest
        }

        var json: JSONValue { ["source": JSONValue(source), "digest": JSONValue(digest.hex)] }
    }

    package var old: Side
    package var new: Side
    package var drift: Drift
    package var patch: JSONValue?

    package init(old: Side, new: Side, drift: Drift, patch: JSONValue?) {
        self.old = old
        self.new = new
        self.drift = drift
        self.patch = patch
    }

    package var json: JSONValue {
        guard case .object(var object) = drift.json else { return drift.json }
        object["old"] = old.json
        object["new"] = new.json
        object["patch"] = patch
        return .object(object)
    }

    package func text(_ style: TextStyle) -> String {
        let sides = [
            "old  \(old.source.shown(limit: 500))  \(style.dim(String(old.digest.hex.prefix(12))))",
            "new  \(new.source.shown(limit: 500))  \(style.dim(String(new.digest.hex.prefix(12))))",
        ]
        guard !drift.changes.isEmpty else {
            return (sides + ["", "no difference"] + DriftText(drift: drift, style: style).findings).joined(
                separator: "\n")
        }
        return (sides + [""] + DriftText(drift: drift, style: style).lines).joined(separator: "\n")
    }
}

/// A drift as lines for a person: the verdicts with their proof, then each change.
package struct DriftText {
    package let drift: Drift
    package let style: TextStyle
    package var limit = 50

    package init(drift: Drift, style: TextStyle) {
        self.drift = drift
        self.style = style
    }

    package var lines: [String] {
        let count = drift.changes.count == 1 ? "1 change" : "\(drift.changes.count) changes"
        let head = "\(style.impact(drift.impact)): \(count)  \(style.dim("fingerprint \(drift.fingerprint.short)"))"
        return [head] + verdict("old writers", drift.backward) + verdict("old readers", drift.forward)
            + [""] + changes + findings
    }

    /// What the verdict means for those who hold the old schema.
    private func verdict(_ who: String, _ verdict: Verdict) -> [String] {
        switch verdict {
        case .compatible(let reason):
            ["  \(who): \(style.green("keep working"))\(reason.map { " (\($0.shown()))" } ?? "")"]
        case .breaking(let witness):
            ["  \(who): \(style.red("break")): \(witness.sentence.shown(limit: 400))"]
                + ["    proof: \(witness.instance.shown(limit: 400))"]
        case .unknown(let reason):
            ["  \(who): \(style.yellow("unknown")): \(reason.shown())"]
        }
    }

    private var changes: [String] {
        let shown = drift.changes.sorted { $0.impact > $1.impact }.prefix(limit)
        let width = shown.map { $0.kind.id.count }.max() ?? 0
        var lines: [String] = []
        for change in shown {
            let impact = style.impact(change.impact, change.impact.rawValue.padded(to: 10))
            let pointer = change.pointer == .root ? "(root)" : change.pointer.description.shown()
            lines.append("  \(impact)  \(change.kind.id.padded(to: width))  \(pointer)")
            lines.append("              \(style.dim(change.message.shown(limit: 300)))")
        }
        if drift.changes.count > limit {
            lines.append("  … and \(drift.changes.count - limit) more (--format json shows all)")
        }
        return lines
    }

    var findings: [String] {
        drift.findings.prefix(20).map {
            "  note: \($0.side.rawValue) \($0.pointer == .root ? "(root)" : $0.pointer.description.shown()): \($0.message.shown(limit: 300))"
        }
    }
}
