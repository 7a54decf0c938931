extension Drift {
    /// Reads the form that `json` writes, and is its exact inverse. Members that are not of the form are passed over.
    ///
    /// - Throws: `DriftFormError` with the place of the first member that is missing or not what it has to be. Nothing has a
    ///   default: only `old` and `new` of a change, and the reason of a compatible verdict, may be absent.
    package init(json: JSONValue) throws(DriftFormError) {
        let form = FormReader(value: json, place: .root)
        self.init(
            impact: try form.word("impact"), fingerprint: Fingerprint(hex: try form.text("fingerprint")),
            backward: try form.member("backward").verdict, forward: try form.member("forward").verdict,
            changes: try form.list("changes").map { entry throws(DriftFormError) in try entry.change },
            findings: try form.list("findings").map { entry throws(DriftFormError) in try entry.finding })
        guard json["equal"]?.bool == changes.isEmpty else {
            throw DriftFormError(
                pointer: .root / "equal",
                expected: changes.isEmpty ? "true, as nothing changed" : "false, as there are changes")
        }
    }
}

/// One value of the form and its place, for the error.
private struct FormReader {
    let value: JSONValue
    let place: Pointer

    func member(_ key: JSONString) throws(DriftFormError) -> FormReader {
        guard let member = value[key] else { throw DriftFormError(pointer: place / key, expected: "there") }
        return FormReader(value: member, place: place / key)
    }

    func text(_ key: JSONString) throws(DriftFormError) -> String {
        guard let text = value[key]?.string else { throw DriftFormError(pointer: place / key, expected: "a text") }
        return text
    }

    func word<Word: RawRepresentable & CaseIterable>(
        _ key: JSONString
    ) throws(DriftFormError) -> Word where Word.RawValue == String {
        guard let word = Word(rawValue: try text(key)) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw DriftFormError(pointer: place / key, expected: "one of \(words)")
        }
        return word
    }

    func pointer(_ key: JSONString) throws(DriftFormError) -> Pointer {
        let text = try self.text(key)
        do throws(PointerError) {
            return try Pointer(text)
        } catch {
            throw DriftFormError(pointer: place / key, expected: "a JSON Pointer")
        }
    }

    func list(_ key: JSONString) throws(DriftFormError) -> [FormReader] {
        guard let elements = value[key]?.array else { throw DriftFormError(pointer: place / key, expected: "a list") }
        return elements.enumerated().map { FormReader(value: $0.element, place: place / key / $0.offset) }
    }

    var verdict: Verdict {
        get throws(DriftFormError) {
            let verdict: LocalVerdict = try word("verdict")
            switch verdict {
            case .compatible: return .compatible(reason: value["reason"] == nil ? nil : try text("reason"))
            case .unknown: return .unknown(reason: try text("reason"))
            case .breaking:
                return .breaking(
                    Witness(
                        instance: try member("witness").value, instancePointer: try pointer("witness_pointer"),
                        schemaPointer: try pointer("schema_pointer"), sentence: try text("reason")))
            }
        }
    }

    var change: Change {
        get throws(DriftFormError) {
            Change(
                pointer: try pointer("pointer"), kind: ChangeKind(try text("kind")), old: value["old"],
                new: value["new"], backward: try word("backward"), forward: try word("forward"),
                impact: try word("impact"), message: try text("message"),
                fingerprint: Fingerprint(hex: try text("fingerprint")))
        }
    }

    var finding: Finding {
        get throws(DriftFormError) {
            Finding(side: try word("side"), pointer: try pointer("pointer"), message: try text("message"))
        }
    }
}
