/// The verdicts on the whole document, and what of them each role meets.
struct WholeVerdicts: Sendable {
    let backward: Verdict
    let forward: Verdict
    /// `backward` for writers, who never send `readOnly` parts; `forward` for readers, who never meet `writeOnly` ones.
    var writers: Verdict
    var readers: Verdict
    let role: Role

    init(judgement: Judgement, role: Role) {
        backward = judgement.backward
        forward = judgement.forward
        writers = judgement.backward
        readers = judgement.forward
        self.role = role
    }

    var countsWriters: Bool { role != .reader }
    var countsReaders: Bool { role != .writer }

    /// `compatible` when nobody is hurt, however much else changed.
    var impact: Impact {
        max(countsWriters ? Self.impact(writers) : .compatible, countsReaders ? Self.impact(readers) : .compatible)
    }

    private static func impact(_ verdict: Verdict) -> Impact {
        switch verdict.local {
        case .breaking: .breaking
        case .unknown: .unknown
        case .compatible: .compatible
        }
    }
}

/// Puts named and judged edits together to a drift.
struct Assembly {
    let options: Classifier.Options
    let whole: WholeVerdicts
    let findings: [Finding]

    typealias Named = (edit: SchemaEdit, rule: Rule, backward: LocalVerdict, forward: LocalVerdict)

    func drift(of named: [Named]) -> Drift {
        let text = FingerprintText(
            schema: options.schema, dialect: options.dialect, regions: RegionPlaceholder(options.regionNames))
        var changes: [Change] = []
        var essence: [(fingerprint: Fingerprint, isCosmetic: Bool)] = []
        var findings = findings
        var excused = 0
        var isLeftUnexplained = false
        for item in named {
            let judged = ChangeImpact(item, whole: whole)
            var impact = judged.impact
            var message = item.rule.message(for: item.edit) + judged.remark
            let covering = options.waivers.filter { $0.covers(item.rule.kind, item.edit.pointer) }
            if let waiver = covering.first(where: { !$0.isExpired(at: options.now) }) {
                impact = min(impact, .compatible)
                message += "; waived until \(waiver.day): \(waiver.reason)"
                excused += 1
            } else if let level = options.levels[item.rule.kind] {
                impact = level
                excused += 1
            } else if judged.impact >= .unknown || item.rule.level == .judged && !judged.isHarmlessAlone {
                isLeftUnexplained = true
            }
            if let expired = covering.first, expired.isExpired(at: options.now),
                covering.allSatisfy({ $0.isExpired(at: options.now) })
            {
                let sentence = "the waiver of \(expired.kind.id) at '\(expired.pattern)' expired on \(expired.day)"
                message += "; \(sentence)"
                findings.append(
                    Finding(side: .new, pointer: item.edit.pointer, message: "\(sentence): renew or remove it"))
            }
            let fingerprint = text.fingerprint(of: item.edit, kind: item.rule.kind)
            essence.append((fingerprint, item.rule.level == .cosmetic))
            changes.append(
                Change(
                    pointer: item.edit.pointer, kind: item.rule.kind, old: item.edit.old, new: item.edit.new,
                    backward: item.backward, forward: item.forward, impact: impact, message: message,
                    fingerprint: fingerprint))
        }
        return Drift(
            impact: impact(of: changes, excused: excused, isLeftUnexplained: isLeftUnexplained),
            fingerprint: text.fingerprint(of: essence), backward: whole.backward, forward: whole.forward,
            changes: Self.worstFirst(changes), findings: findings)
    }

    /// The whole document's verdict decides. Only when changes are excused, and the others hurt nobody by themselves, it does not
    /// count: then what it found is what was excused.
    private func impact(of changes: [Change], excused: Int, isLeftUnexplained: Bool) -> Impact {
        let worst = changes.map(\.impact).max() ?? .cosmetic
        if excused > 0, !isLeftUnexplained { return worst }
        return whole.impact > .compatible ? max(whole.impact, worst) : worst
    }

    /// In an alert only the first changes are shown.
    private static func worstFirst(_ changes: [Change]) -> [Change] {
        changes.enumerated().sorted { a, b in
            a.element.impact == b.element.impact ? a.offset < b.offset : a.element.impact > b.element.impact
        }.map(\.element)
    }
}

/// What one change means, given the verdicts on it alone and on the whole.
struct ChangeImpact {
    let impact: Impact
    /// What the message says about it, with a separator in front; empty when there is nothing to say.
    let remark: String
    /// Whether the change by itself hurts nobody who counts.
    let isHarmlessAlone: Bool

    init(_ named: Assembly.Named, whole: WholeVerdicts) {
        switch named.rule.level {
        case .semantic: self.init(.semantic, "", true)
        case .cosmetic: self.init(.cosmetic, "", true)
        case .unknown: self.init(.unknown, "", false)
        case .judged: self.init(judging: named, whole: whole)
        }
    }

    private init(_ impact: Impact, _ remark: String, _ isHarmlessAlone: Bool) {
        self.impact = impact
        self.remark = remark
        self.isHarmlessAlone = isHarmlessAlone
    }

    private init(judging named: Assembly.Named, whole: WholeVerdicts) {
        var counted: [(who: String, alone: LocalVerdict, whole: LocalVerdict)] = []
        if whole.countsReaders, !named.edit.site.isWriteOnly {
            counted.append(("readers", named.forward, whole.readers.local))
        }
        if whole.countsWriters, !named.edit.site.isReadOnly {
            counted.append(("writers", named.backward, whole.writers.local))
        }
        let impacts = counted.map { Self.impact(alone: $0.alone, whole: $0.whole) }
        let broken = zip(counted, impacts).filter { $0.1 == .breaking }.map(\.0.who)
        let isHarmlessAlone = counted.allSatisfy { $0.alone == .compatible }
        var remark = ""
        if !broken.isEmpty {
            remark = "; breaks \(broken.joined(separator: " and "))"
        } else if counted.contains(where: { $0.alone == .breaking && $0.whole == .compatible }) {
            remark = "; breaking by itself, but harmless in the whole schema"
        } else if counted.isEmpty {
            remark = named.edit.site.isReadOnly ? "; writers never send this part" : "; readers never meet this part"
        }
        self.init(impacts.max() ?? .compatible, remark, isHarmlessAlone)
    }

    private static func impact(alone: LocalVerdict, whole: LocalVerdict) -> Impact {
        switch (alone, whole) {
        case (_, .compatible), (.compatible, _): .compatible
        case (.breaking, .breaking): .breaking
        case (.breaking, .unknown), (.unknown, _): .unknown
        }
    }
}
