/// A conjunction taken apart: what is certain, and what is left of its clauses beside that.
struct Sides {
    /// All parts but the clauses that hold already or have one alternative left.
    var kept: [Term] = []
    var atoms: [Term] = []
    var clauses: [[Alternative]] = []
    /// The only alternatives left of clauses.
    var certain: [Term] = []
    /// A clause has no alternative left.
    var isContradiction = false
    /// How many alternatives were looked at.
    var looked = 0
}

struct Alternative {
    let term: Term
    /// What some part of the value must be if it is to hold: of the alternative and of the rule on that part.
    let demanded: [Term]
}

extension TermTable {
    func sides(of parts: [Term]) -> Sides {
        var sides = Sides()
        known.begin(count: formulas.count * 2)
        rules.begin()
        for part in parts {
            known.insert(part)
            if part.isNegated, group(part) >= 0 { rules.insert(part, at: group(part)) }
        }
        for part in parts {
            guard part.isNegated, isConjunction(part), case .all(let inner) = formula(part) else {
                sides.atoms.append(part)
                sides.kept.append(part)
                continue
            }
            sides.looked += inner.count
            guard let left = open(inner) else { continue }
            switch left.count {
            case 0:
                sides.isContradiction = true
                return sides
            case 1: sides.certain.append(left[0].term)
            default:
                sides.clauses.append(left)
                sides.kept.append(part)
            }
        }
        return sides
    }

    /// The alternatives that the known parts leave open; nil when one of them holds already.
    private func open(_ negated: [Term]) -> [Alternative]? {
        var left: [Alternative] = []
        for part in negated {
            let alternative = !part
            if known.contains(alternative) { return nil }
            if known.contains(part) { continue }
            guard !alternative.isNegated, case .all(let inner) = formula(alternative) else {
                if let demanded = demanded([alternative]) {
                    left.append(Alternative(term: alternative, demanded: demanded))
                }
                continue
            }
            if inner.allSatisfy({ known.contains($0) }) { return nil }
            if inner.contains(where: { known.contains(!$0) }) { continue }
            if let demanded = demanded(inner) { left.append(Alternative(term: alternative, demanded: demanded)) }
        }
        return left
    }

    /// What parts of the value have to be at least; nil when that is nothing.
    ///
    /// Some part of the one term and none of the other: some part of the one and not the other.
    private func demanded(_ parts: [Term]) -> [Term]? {
        var result: [Term] = []
        for part in parts where !part.isNegated && group(part) >= 0 {
            guard let rule = rules[group(part)] else { continue }
            let both = all([content(part), !content(rule)])
            if both == .nothing { return nil }
            result.append(both)
        }
        return result
    }

    /// What the members or items that an atom is about are of.
    private func content(_ term: Term) -> Term {
        switch formula(term) {
        case .members(_, let values, _): values
        case .items(_, let item, _): item
        default: .anything
        }
    }
}

/// The rule on each group of parts, of the conjunction at work.
struct RuleTable {
    private var marks = TermMarks()
    private var terms: [Term] = []

    mutating func begin() { marks.begin(count: 0) }

    mutating func insert(_ rule: Term, at group: Int32) {
        while terms.count <= group { terms += Array(repeating: .anything, count: max(64, terms.count)) }
        terms[Int(group)] = rule
        marks.insert(group)
    }

    subscript(group: Int32) -> Term? { marks.contains(group) ? terms[Int(group)] : nil }
}
