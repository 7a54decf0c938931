/// Says what two documents differ in, whom it breaks, and how much it matters.
package struct Classifier: Sendable {
    /// What the documents are, and by which rules their changes are judged.
    package struct Options: Sendable {
        /// The name that is part of the fingerprints: the schema's, or a file's.
        package var schema: String
        /// Which of the two verdicts count.
        package var role: Role
        /// Whether the documents are schemas, or any JSON, which is compared and not judged.
        package var kind: DocumentKind
        /// For documents that name none in `$schema`.
        package var dialect: Dialect
        /// Names that a document may hold because of the region that publishes it.
        package var regionNames: [String]
        /// Kinds that matter more or less here than they do by themselves.
        package var levels: [ChangeKind: Impact]
        /// Changes that were accepted; an expired one counts for nothing and becomes a finding.
        package var waivers: [Waiver]
        /// Which waivers have expired depends on it; needed when there are any.
        package var now: Timestamp

        /// Equal drifts have equal fingerprints only under the same `schema`.
        package init(
            schema: String, role: Role = .both, kind: DocumentKind = .schema, dialect: Dialect = .draft202012,
            regionNames: [String] = [], levels: [ChangeKind: Impact] = [:], waivers: [Waiver] = [],
            now: Timestamp = Timestamp(milliseconds: 0)
        ) {
            self.schema = schema
            self.role = role
            self.kind = kind
            self.dialect = dialect
            self.regionNames = regionNames
            self.levels = levels
            self.waivers = waivers
            self.now = now
        }
    }

    /// As given.
    package let options: Options
    let judge: Judge

    /// A classifier for any number of drifts; nothing is kept between them.
    package init(options: Options) {
        self.init(options: options) { old, oldPlace, new, newPlace in
            Compatibility.judge(old: old, oldPointer: oldPlace, new: new, newPointer: newPlace)
        }
    }

    init(options: Options, judge: @escaping Judge) {
        self.options = options
        self.judge = judge
    }

    /// What changed from one view to another.
    package func drift(from old: JSONValue, to new: JSONValue) -> Drift {
        DeepStack.run {
            guard old != new else { return unchanged }
            return switch options.kind {
            case .schema: SchemaDrift(old: old, new: new, options: options, judge: judge).drift
            case .json: DataDrift(old: old, new: new, options: options).drift
            }
        }
    }

    private var unchanged: Drift {
        let text = FingerprintText(schema: options.schema, dialect: options.dialect, regions: RegionPlaceholder([]))
        return Drift(
            impact: .cosmetic, fingerprint: text.fingerprint(of: []), backward: .compatible(reason: "equal"),
            forward: .compatible(reason: "equal"), changes: [], findings: [])
    }
}
