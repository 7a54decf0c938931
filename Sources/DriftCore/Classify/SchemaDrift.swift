/// What changed between two schemas: each change by name with the verdict on it alone, under the verdicts on the whole.
struct SchemaDrift {
    private let old: Schema
    private let new: Schema
    private let options: Classifier.Options
    private let judge: Judge
    private let oldSide: ComparedSide
    private let newSide: ComparedSide

    /// The dialect belongs to the target. Only where both documents name one, each is read as it says itself.
    init(old: JSONValue, new: JSONValue, options: Classifier.Options, judge: @escaping Judge) {
        let oldNamed = old["$schema"]?.string.flatMap(Dialect.init(schemaURI:))
        let newNamed = new["$schema"]?.string.flatMap(Dialect.init(schemaURI:))
        self.old = Schema(old, dialect: oldNamed ?? newNamed ?? options.dialect)
        self.new = Schema(new, dialect: newNamed ?? oldNamed ?? options.dialect)
        self.options = options
        self.judge = judge
        oldSide = ComparedSide(self.old)
        newSide = ComparedSide(self.new)
    }

    var drift: Drift {
        let judgement = judge(old, .root, new, .root)
        var edits = SchemaComparison.edits(from: oldSide, to: newSide, dialect: new.dialect)
        if becameEmpty(judgement), !edits.contains(where: { $0.place == .emptiness && $0.pointer == .root }) {
            edits.insert(
                SchemaEdit(
                    place: .emptiness, keyword: "", name: nil, old: nil, new: nil, site: Site(), pointer: .root,
                    keyedPointer: .root), at: 0)
        }
        let rules = edits.map(Rule.naming)
        // Validation does not look at what the others are about.
        let judged = edits.indices.filter { rules[$0].level == .judged || rules[$0].level == .unknown }
        var local = LocalJudge(old: old, new: new, judge: judge)
        let verdicts = Dictionary(
            uniqueKeysWithValues: zip(judged, local.verdicts(of: judged.map { edits[$0] })))
        let named = edits.indices.map { index -> Assembly.Named in
            let found = verdicts[index] ?? (.compatible, .compatible)
            return (edits[index], rules[index], found.backward, found.forward)
        }
        return Assembly(options: options, whole: whole(judgement), findings: judgement.findings).drift(of: named)
    }

    /// Whether the new schema admits nothing though the old one did: then everything old breaks, and nothing new is left to.
    private func becameEmpty(_ judgement: Judgement) -> Bool {
        guard case .breaking = judgement.backward, case .compatible = judgement.forward else { return false }
        let never = Schema(new.dialect.never, dialect: new.dialect)
        return judge(new, .root, never, .root).backward.local == .compatible
    }

    /// The verdicts as each role meets the schema.
    private func whole(_ judgement: Judgement) -> WholeVerdicts {
        var whole = WholeVerdicts(judgement: judgement, role: options.role)
        let readOnly = oldSide.marks.readOnly.union(newSide.marks.readOnly)
        if options.role != .reader, !readOnly.isEmpty { whole.writers = without(readOnly).backward }
        let writeOnly = oldSide.marks.writeOnly.union(newSide.marks.writeOnly)
        if options.role != .writer, !writeOnly.isEmpty { whole.readers = without(writeOnly).forward }
        return whole
    }

    private func without(_ places: Set<Pointer>) -> Judgement {
        judge(
            Schema(RoleView.without(places, old.root.value, dialect: old.dialect), dialect: old.dialect), .root,
            Schema(RoleView.without(places, new.root.value, dialect: new.dialect), dialect: new.dialect), .root)
    }
}
