/// A document that is compared only: everything that differs is `unknown`, because nobody can say whom it breaks, and it is
/// watched to be told.
struct DataDrift {
    let old: JSONValue
    let new: JSONValue
    let options: Classifier.Options

    var drift: Drift {
        let reason = "compared, not judged: the target's kind is json"
        let whole = WholeVerdicts(
            judgement: Judgement(backward: .unknown(reason: reason), forward: .unknown(reason: reason)),
            role: options.role)
        return Assembly(options: options, whole: whole, findings: []).drift(
            of: edits.map { ($0, Rule.naming($0), .unknown, .unknown) })
    }

    var edits: [SchemaEdit] {
        StructuralDiff.edits(from: old, to: new).map { edit in
            var site = Site()
            site.old = edit.oldPointer ?? edit.pointer
            site.new = edit.pointer
            site.label = label(of: edit.pointer)
            let isMove = edit.kind == .move || edit.kind == .rename
            return SchemaEdit(
                place: isMove ? .movedData : .data, keyword: "", name: nil,
                old: isMove ? JSONValue("\(site.old)") : edit.old, new: isMove ? JSONValue("\(site.new)") : edit.new,
                site: site, pointer: edit.pointer,
                keyedPointer: keyed(edit.pointer, in: edit.kind == .removal ? old : new))
        }
    }

    /// `servers[2].name`.
    private func label(of pointer: Pointer) -> String {
        pointer.tokens.reduce("") { label, token in
            if token.arrayIndex != nil { return "\(label)[\(token)]" }
            return label.isEmpty ? token.text : "\(label).\(token)"
        }
    }

    private func keyed(_ pointer: Pointer, in document: JSONValue) -> Pointer {
        var keyed = Pointer.root
        var value: JSONValue? = document
        for token in pointer.tokens {
            if let elements = value?.array, let index = token.arrayIndex, index < elements.count {
                keyed = keyed / BranchPairing.key(of: elements[index], among: elements)
                value = elements[index]
            } else {
                keyed = keyed / token
                value = value?[token]
            }
        }
        return keyed
    }
}
