/// A schema: its changes by name, each with the verdict on it alone, under the verdict on the whole.
struct SchemaDrift {
    let old: JSONValue
    let new: JSONValue
    let options: Classifier.Options
    let judge: Judge

    var drift: Drift {
        let judgement = judge(old, new, options.dialect)
        let edits = SchemaComparison.edits(from: old, to: new, dialect: options.dialect)
        var local = LocalJudge(old: old, new: new, dialect: options.dialect, judge: judge)
        var judged = 0
        let named = edits.map { edit -> (SchemaEdit, Rule, LocalVerdict, LocalVerdict) in
            let rule = Rule.naming(edit)
            // Validation does not look at the others.
            guard rule.level == .judged || rule.level == .unknown else { return (edit, rule, .compatible, .compatible) }
            judged += 1
            guard judged <= Classifier.localVerdictLimit else { return (edit, rule, .unknown, .unknown) }
            let verdicts = local.verdicts(of: edit)
            return (edit, rule, verdicts.backward, verdicts.forward)
        }
        return Assembly(options: options, whole: whole(judgement), findings: judgement.findings).drift(of: named)
    }

    /// The verdicts as each role meets the schema.
    private func whole(_ judgement: Judgement) -> WholeVerdicts {
        var whole = WholeVerdicts(judgement: judgement, role: options.role)
        let oldMarks = PartMarks(of: old, dialect: options.dialect)
        let newMarks = PartMarks(of: new, dialect: options.dialect)
        let readOnly = oldMarks.readOnly.union(newMarks.readOnly)
        if options.role != .reader, !readOnly.isEmpty {
            whole.writers = reduced(by: readOnly).backward
        }
        let writeOnly = oldMarks.writeOnly.union(newMarks.writeOnly)
        if options.role != .writer, !writeOnly.isEmpty {
            whole.readers = reduced(by: writeOnly).forward
        }
        return whole
    }

    private func reduced(by places: Set<Pointer>) -> Judgement {
        judge(
            RoleView.without(places, old, dialect: options.dialect),
            RoleView.without(places, new, dialect: options.dialect), options.dialect)
    }
}
