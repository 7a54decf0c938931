/// The page that lists every kind of change: `docs/CHANGES.md`.
enum ChangeCatalogue {
    /// What the example of a kind shows.
    struct Entry: Hashable, Sendable {
        let kind: ChangeKind
        let meaning: String
        let exampleOld: String
        let exampleNew: String
        let dialect: Dialect
        let level: Rule.Level
        /// What the example's drift is, for clients that both read and write.
        let impact: Impact
        /// Whom the example breaks: `readers`, `writers`, `readers and writers`, `nobody`; nil when nobody can say.
        let breaks: String?
    }

    /// Runs the example of every kind.
    static var entries: [Entry] {
        get throws(JSONError) {
            var entries: [Entry] = []
            for rule in Rule.all {
                let drift = Classifier(
                    options: .init(schema: "example", role: .both, kind: rule.documentKind, dialect: rule.dialect)
                ).drift(from: try JSONValue(parsing: rule.exampleOld), to: try JSONValue(parsing: rule.exampleNew))
                entries.append(
                    Entry(
                        kind: rule.kind, meaning: rule.meaning, exampleOld: rule.exampleOld,
                        exampleNew: rule.exampleNew, dialect: rule.dialect, level: rule.level, impact: drift.impact,
                        breaks: broken(drift)))
            }
            return entries
        }
    }

    private static func broken(_ drift: Drift) -> String? {
        switch (drift.forward.local, drift.backward.local) {
        case (.unknown, _), (_, .unknown): nil
        case (.compatible, .compatible): "nobody"
        case (.breaking, .compatible): "readers"
        case (.compatible, .breaking): "writers"
        case (.breaking, .breaking): "readers and writers"
        }
    }

    static var markdown: String {
        get throws(JSONError) {
            var lines = [introduction]
            for entry in try entries {
                let dialect = entry.dialect == .draft202012 ? "" : " (\(entry.dialect))"
                lines.append(
                    "| `\(entry.kind.id)` | \(entry.meaning) | `\(entry.exampleOld)` → `\(entry.exampleNew)`\(dialect) "
                        + "| \(entry.breaks ?? "not decided") | \(entry.level) |")
            }
            return lines.joined(separator: "\n") + "\n"
        }
    }

    private static let introduction = """
        # Kinds of change

        Written by `scripts/make-changes` from the rules in `Sources/DriftCore/Classify/Rules`: change those, not this.
        `driftmonitor rules` prints the same list. A kind's id never changes its meaning: alerts, waivers and levels rely on it.

        The level says how much a kind matters by itself: `judged` as the verdicts say (breaking, unknown or compatible), `semantic` and
        `cosmetic` whatever they say, `unknown` always, which alerts like a break. The configuration can give a kind another level.
        "Breaks" is what the engine says of the example; another schema with the same kind of change may break others, or nobody.

        Readers check what the server sends by the old schema; writers send what the old schema allowed. A change is judged on the
        nearest enclosing subschemas of both sides. Below `not`, `if`, `oneOf`, `contains`, `propertyNames` and `unevaluated…` a stricter part may
        make the whole looser, so the schema around these is judged. A change that breaks by itself and not in the whole document is
        `compatible`, and its message says so. Parts that are read-only (`readOnly: true`, or `(READ-ONLY)` in a description, as image services
        marked them before) do not count for writers, nor write-only parts for readers.

        | kind | what happened | example | breaks | level |
        |---|---|---|---|---|
        """
}

extension Rule {
    /// What sort of document the kind is about.
    var documentKind: DocumentKind { place == .data || place == .movedData ? .json : .schema }
}
