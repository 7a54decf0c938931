/// Which known release's schema a document is, or is nearest to, and how it differs from that.
package struct Identification: Sendable {
    /// As in the path below `/v2/schemas/`: `images`, `metadefs/namespace`.
    package let schema: String
    /// A server that finds no `schema-image.json` publishes this.
    package let isBare: Bool
    /// Runs of consecutive releases that publish the nearest document, such as `2014.2` to `2014.2.4` of Juno.
    package let releases: [Run]
    /// From the known document to this one, without mere order; empty when it is that document.
    package let differences: [Difference]

    /// Releases that follow each other and publish the same document.
    package struct Run: Hashable, Sendable {
        /// The version of the oldest: `2014.2`.
        package let first: String
        /// The series it belongs to: `Juno`.
        package let firstSeries: String
        /// The version of the newest; for a single release the same as `first`.
        package let last: String
        /// The series of the newest.
        package let lastSeries: String
    }

    /// What this document says otherwise than the known one.
    package struct Difference: Hashable, Sendable {
        /// In this document; for something that it lacks, in the known one.
        package let pointer: Pointer
        /// As a change from the known document to this one.
        package let kind: ChangeKind
        /// What the known document has there; nil for nothing.
        package let old: JSONValue?
        /// What this one has there; nil for nothing.
        package let new: JSONValue?
        /// One sentence for a person.
        package let message: String
        /// Whether it is mere text: nothing depends on it.
        package let isCosmetic: Bool
        /// What of the document it is about: `images[].disk_format`.
        let label: String
    }

    /// Whether it is a known document, mere order aside.
    package var isExact: Bool { differences.isEmpty }

    /// The known document with the fewest differences, those that matter first.
    ///
    /// - Returns: Nil when the document has less in common with every known schema than it differs: it is none of them.
    package static func of(_ document: JSONValue) -> Identification? {
        of(document, among: .builtIn)
    }

    static func of(_ document: JSONValue, among known: KnownSchemas) -> Identification? {
        let side = ComparedSide(Schema(document, dialect: .draft4))
        // The name says which of the schemas it is; without a known one, all are tried.
        let named = known.documents.filter { $0.value["name"] == document["name"] }
        var best: (document: KnownSchemas.Document, edits: [SchemaEdit], distance: Distance)?
        let candidates = named.isEmpty ? known.documents : named
        let equal = candidates.filter { $0.value == document }
        for candidate in equal.isEmpty ? candidates : equal {
            let edits = SchemaComparison.edits(from: candidate.side, to: side, dialect: .draft4)
                .filter { $0.place != .order && $0.place != .spelling }
            let distance = Distance(edits)
            if best.map({ distance < $0.distance }) ?? true { best = (candidate, edits, distance) }
            if distance == .none { break }
        }
        let weight = best.map { $0.edits.reduce(0) { $0 + max($1.old?.valueCount ?? 0, $1.new?.valueCount ?? 0) } } ?? 0
        guard let best, 2 * weight < best.document.value.valueCount else { return nil }
        return Identification(
            schema: best.document.schema, isBare: best.document.isBare,
            releases: best.document.runs.map { run in
                let first = known.releases[run.lowerBound]
                let last = known.releases[run.upperBound]
                return Run(first: first.version, firstSeries: first.series, last: last.version, lastSeries: last.series)
            },
            differences: best.edits.map { edit in
                let rule = Rule.naming(edit)
                return Difference(
                    pointer: edit.pointer, kind: rule.kind, old: edit.old, new: edit.new,
                    message: rule.message(for: edit),
                    isCosmetic: rule.level == .cosmetic, label: edit.site.label)
            })
    }

    private struct Distance: Comparable {
        let essential: Int
        let cosmetic: Int

        static let none = Distance([])

        init(_ edits: [SchemaEdit]) {
            cosmetic = edits.count { Rule.naming($0).level == .cosmetic }
            essential = edits.count - cosmetic
        }

        static func < (a: Distance, b: Distance) -> Bool {
            (a.essential, a.cosmetic) < (b.essential, b.cosmetic)
        }
    }
}

extension Identification {
    /// `Juno (2014.2), plus 2 values in disk_format`.
    package var summary: String {
        let differences = Wording(self).phrases
        return ([release] + differences).joined(separator: ", ")
    }

    /// `Juno (2014.2)`, `Train (19.0.1) to 2026.1 (33.0.0)`.
    package var release: String {
        guard let run = releases.first else { return "no release" }
        let first = "\(run.firstSeries) (\(run.first))"
        let name = run.firstSeries == run.lastSeries ? first : "\(first) to \(run.lastSeries) (\(run.last))"
        return isBare ? "\(name) without schema-image.json" : name
    }

    /// Puts differences of one sort at one place together.
    private struct Wording {
        private(set) var phrases: [String] = []

        init(_ identification: Identification) {
            var counts: [String: Int] = [:]
            var order: [(key: String, difference: Difference)] = []
            let essential = identification.differences.filter { !$0.isCosmetic }
            for difference in essential {
                let key = Self.key(of: difference)
                if counts[key] == nil { order.append((key, difference)) }
                counts[key, default: 0] += 1
            }
            for (key, difference) in order {
                phrases.append(Self.phrase(difference, count: counts[key] ?? 1, among: essential))
            }
            let cosmetic = identification.differences.count - essential.count
            if cosmetic > 0 { phrases.append("and \(Self.counted(cosmetic, "other text", "other texts"))") }
        }

        private static func key(of difference: Difference) -> String {
            switch difference.kind.id {
            case "enum-value-added", "enum-value-removed": "\(difference.kind.id) \(difference.label)"
            case "property-added", "property-removed": difference.kind.id
            default: "\(difference.kind.id) \(difference.pointer)"
            }
        }

        private static func phrase(_ difference: Difference, count: Int, among all: [Difference]) -> String {
            switch difference.kind.id {
            case "enum-value-added": "plus \(counted(count, "value", "values")) in \(difference.label)"
            case "enum-value-removed": "minus \(counted(count, "value", "values")) in \(difference.label)"
            case "property-added": "plus \(listed(difference.kind, all))"
            case "property-removed": "minus \(listed(difference.kind, all))"
            default: difference.message
            }
        }

        /// Up to five names, else how many.
        private static func listed(_ kind: ChangeKind, _ all: [Difference]) -> String {
            let names = all.filter { $0.kind == kind }.map(\.label)
            guard names.count <= 5 else { return "\(names.count) properties" }
            return names.count == 1 ? "property \(names[0])" : "properties \(names.joined(separator: ", "))"
        }

        private static func counted(_ count: Int, _ one: String, _ many: String) -> String {
            "\(count) \(count == 1 ? one : many)"
        }
    }
}
