/// Looks for a value of a term, and proves that there is none.
///
/// A term splits by kind of value. Within a kind its atoms go to the theory of that kind, which answers with a value
/// or proves that the atoms exclude each other; alternatives are only taken up when the value found is of none of them.
/// What is inside arrays and objects are the same questions about smaller values. A question that comes up inside itself
/// contributes no value there: the values of a recursive schema are the least solution, built from the leaves.
final class Prover {
    enum Outcome {
        case empty
        case value(JSONValue)
        case unknown(String)
    }

    let table: TermTable
    let budget: Budget
    let membership: Membership
    var words: [[Term]: Words] = [:]

    /// Questions inside questions: one for each level of the instance.
    static let depthLimit = 120
    /// Calls inside calls, over levels and alternatives together, that any thread's stack has room for.
    static let nestingLimit = 1_000
    private var nesting = 0

    private var settled: [Term: Outcome] = [:]
    private var settledByKind: [KindGoal: Outcome] = [:]
    /// Questions under way, by how deep they are.
    private var open: [Term: Int] = [:]
    /// Questions found empty as long as an open one, at the depth given, turns out empty.
    private var provisional: [Term: Int] = [:]
    private var provisionalOrder: [Term] = []
    /// The shallowest open question that the present answer rests on.
    private var reach = Int.max

    private struct KindGoal: Hashable {
        let kind: Kinds
        let term: Term
    }

    init(table: TermTable, budget: Budget) {
        self.table = table
        self.budget = budget
        membership = Membership(table: table, budget: budget)
    }

    /// Forgets what was under way when a question was given up.
    func reset() {
        open = [:]
        provisional = [:]
        provisionalOrder = []
        reach = .max
    }
}

extension Prover {
    func find(_ term: Term) throws(Exhausted) -> Outcome {
        if term == .nothing { return .empty }
        if let known = settled[term] { return known }
        if let depth = open[term] {
            reach = min(reach, depth)
            return .empty
        }
        if let depth = provisional[term] {
            reach = min(reach, depth)
            return .empty
        }
        try budget.spend(2 + table.takeSteps())
        let depth = open.count
        if depth >= Self.depthLimit { return .unknown("the schemas are nested too deeply") }
        open[term] = depth
        let mark = provisionalOrder.count
        let outside = reach
        reach = .max
        let outcome = try findInEachKind(term)
        open[term] = nil
        let rests = reach
        switch outcome {
        case .value:
            forgetProvisional(since: mark)
            settled[term] = outcome
            reach = outside
        case .unknown:
            forgetProvisional(since: mark)
            if rests >= depth { settled[term] = outcome }
            reach = min(outside, rests >= depth ? .max : rests)
        case .empty where rests >= depth:
            // All that was found empty on the assumption that this is empty: it is.
            for inner in provisionalOrder[mark...] {
                provisional[inner] = nil
                settled[inner] = .empty
            }
            provisionalOrder.removeSubrange(mark...)
            settled[term] = .empty
            reach = outside
        case .empty:
            provisional[term] = rests
            provisionalOrder.append(term)
            reach = min(outside, rests)
        }
        return outcome
    }

    private func forgetProvisional(since mark: Int) {
        for term in provisionalOrder[mark...] { provisional[term] = nil }
        provisionalOrder.removeSubrange(mark...)
    }

    private func findInEachKind(_ term: Term) throws(Exhausted) -> Outcome {
        var reason: String?
        for kind in Kinds.each {
            switch try find(table.restrict(term, to: kind), kind: kind) {
            case .value(let value): return .value(value)
            case .unknown(let why): reason = reason ?? why
            case .empty: continue
            }
        }
        return reason.map(Outcome.unknown) ?? .empty
    }

    /// - Parameter term: Restricted to the kind.
    func find(_ term: Term, kind: Kinds) throws(Exhausted) -> Outcome {
        if term == .nothing { return .empty }
        let single: JSONValue
        switch kind {
        case .null: single = .null
        case .false: single = false
        case .true: single = true
        default: return try search(term, kind: kind)
        }
        return switch try membership.holds(restricted: term, single) {
        case true?: .value(single)
        case false?: .empty
        case nil: .unknown(opaqueReason(in: term))
        }
    }

    private func opaqueReason(in term: Term) -> String {
        switch table.formula(term) {
        case .opaque(let index, _): table.predicates[index].reason
        case .all(let parts): parts.lazy.map { self.opaqueReason(in: $0) }.first { !$0.isEmpty } ?? ""
        default: ""
        }
    }
}

extension Prover {
    /// Takes up alternatives one by one until the theory's value is of all of them, or none is left.
    private func search(_ term: Term, kind: Kinds) throws(Exhausted) -> Outcome {
        if term == .nothing { return .empty }
        let goal = KindGoal(kind: kind, term: term)
        if let known = settledByKind[goal] { return known }
        try budget.spend(2 + table.takeSteps())
        if nesting >= Self.nestingLimit { return .unknown("the schemas have too many alternatives inside each other") }
        nesting += 1
        defer { nesting -= 1 }
        let outside = reach
        reach = .max
        let outcome = try decide(term, kind: kind)
        let isFinal = if case .value = outcome { true } else { reach == .max }
        if isFinal {
            settledByKind[goal] = outcome
            reach = outside
        } else {
            reach = min(reach, outside)
        }
        return outcome
    }

    private func decide(_ term: Term, kind: Kinds) throws(Exhausted) -> Outcome {
        let parts: [Term] = if case .all(let parts) = table.formula(term), !term.isNegated { parts } else { [term] }
        let sides = table.sides(of: parts)
        try budget.spend((parts.count + sides.looked) / 8)
        if sides.isContradiction { return .empty }
        // The only alternatives left: they hold.
        if !sides.certain.isEmpty { return try search(table.all(sides.kept + sides.certain), kind: kind) }
        let first = try solve(sides.atoms, kind: kind)
        var candidates: [[Alternative]] = []
        switch first {
        case .empty: return .empty
        case .value(let value):
            for choice in sides.clauses where try !isOfSome(choice, value) { candidates.append(choice) }
            if candidates.isEmpty { return first }
        case .unknown:
            if sides.clauses.isEmpty { return first }
            candidates = sides.clauses
        }
        let choice = try tightest(candidates, beside: sides.atoms, kind: kind)
        var reason: String?
        for alternative in choice where try !isDead(alternative) {
            switch try search(table.all([term, alternative.term]), kind: kind) {
            case .value(let value): return .value(value)
            case .unknown(let why): reason = reason ?? why
            case .empty: continue
            }
        }
        return reason.map(Outcome.unknown) ?? .empty
    }

    private func isOfSome(_ choice: [Alternative], _ value: JSONValue) throws(Exhausted) -> Bool {
        for alternative in choice where try membership.holds(restricted: alternative.term, value) == true {
            return true
        }
        return false
    }

    /// Whether one of the parts that the alternative asks for cannot be.
    private func isDead(_ alternative: Alternative) throws(Exhausted) -> Bool {
        for part in alternative.demanded {
            if case .empty = try find(part) { return true }
        }
        return false
    }

    /// The alternatives of which the fewest go with the atoms: most die here, before they multiply.
    private func tightest(
        _ candidates: [[Alternative]], beside atoms: [Term], kind: Kinds
    ) throws(Exhausted) -> [Alternative] {
        var best = candidates[0]
        if candidates.count == 1 { return best }
        var fewest = Int.max
        for candidate in candidates.sorted(by: { $0.count < $1.count }).prefix(24) where candidate.count < 24 {
            var live = 0
            for alternative in candidate where live < fewest {
                if try isDead(alternative) { continue }
                if case .empty = try search(table.all(atoms + [alternative.term]), kind: kind) { continue }
                live += 1
            }
            if live < fewest {
                fewest = live
                best = candidate
            }
            if fewest == 0 { break }
        }
        return best
    }

    /// Atoms alone, each an atom of the kind or opaque, possibly negated.
    private func solve(_ atoms: [Term], kind: Kinds) throws(Exhausted) -> Outcome {
        var known: [Term] = []
        var reason: String?
        for atom in atoms where atom != .anything {
            if case .opaque(let index, _) = table.formula(atom), table.predicates[index].pattern == nil {
                reason = table.predicates[index].reason
            } else {
                known.append(atom)
            }
        }
        let outcome: Outcome
        switch kind {
        case .number: outcome = try numbers(known)
        case .string: outcome = try strings(known)
        case .array: outcome = try arrays(known)
        default: outcome = try objects(known)
        }
        if let reason, case .value = outcome { return .unknown(reason) }
        return outcome
    }

    private func numbers(_ atoms: [Term]) throws(Exhausted) -> Outcome {
        var theory = NumberTheory()
        for atom in atoms { theory.add(table.formula(atom), isNegated: atom.isNegated) }
        return switch try theory.solve(budget) {
        case .none: .empty
        case .number(let number): .value(.number(number))
        case .unknown(let reason): .unknown(reason)
        }
    }
}

extension Prover {
    /// Up to `limit` different values of a term, and whether these are all there are when they are fewer.
    func distinct(_ term: Term, limit: Int) throws(Exhausted) -> (values: [JSONValue], isSure: Bool) {
        var values: [JSONValue] = []
        var isSure = true
        for kind in Kinds.each where values.count < limit {
            var rest = table.restrict(term, to: kind)
            if kind == .string {
                let (strings, sure) = try distinctStrings(rest, limit: limit - values.count)
                values += strings.map { .string($0) }
                isSure = isSure && sure
                continue
            }
            while values.count < limit {
                guard case .value(let value) = try find(rest, kind: kind, isSure: &isSure) else { break }
                values.append(value)
                rest = table.all([rest, table.restrict(!table.constant(value), to: kind)])
            }
        }
        return (values, isSure)
    }

    /// The same for strings alone.
    ///
    /// - Parameter term: Restricted to strings.
    func distinctStrings(_ term: Term, limit: Int) throws(Exhausted) -> (strings: [JSONString], isSure: Bool) {
        let parts: [Term] = if case .all(let parts) = table.formula(term), !term.isNegated { parts } else { [term] }
        // Without alternatives the theory lists them by itself.
        let hasAlternatives = parts.contains { $0.isNegated && table.isConjunction($0) }
        if term != .nothing, !hasAlternatives, let strings = try strings(parts.filter { $0 != .anything }, limit: limit)
        {
            return (strings, true)
        }
        var strings: [JSONString] = []
        var isSure = true
        var rest = term
        while strings.count < limit {
            guard case .value(.string(let string)) = try find(rest, kind: .string, isSure: &isSure) else { break }
            strings.append(string)
            rest = table.all([rest, !table.strings([string])])
        }
        return (strings, isSure)
    }

    private func find(_ term: Term, kind: Kinds, isSure: inout Bool) throws(Exhausted) -> Outcome {
        let outcome = try find(term, kind: kind)
        if case .unknown = outcome { isSure = false }
        return outcome
    }

    /// A value that is small enough to be shown and checked: parts that are used twice make a value twice as large.
    func sized(_ value: JSONValue) throws(Exhausted) -> Outcome {
        var size = 0
        value.measure(&size, limit: Self.largestValue)
        try budget.spend(size / 32)
        return size < Self.largestValue ? .value(value) : .unknown("the counterexample would be too large")
    }

    /// In values, and in eights of bytes of strings.
    private static let largestValue = 100_000
}

extension JSONValue {
    fileprivate func measure(_ size: inout Int, limit: Int) {
        size += 1
        guard size < limit else { return }
        switch self {
        case .string(let string): size += string.text.utf8.count / 8
        case .array(let items):
            for item in items where size < limit { item.measure(&size, limit: limit) }
        case .object(let object):
            for member in object.members where size < limit {
                size += member.key.text.utf8.count / 8
                member.value.measure(&size, limit: limit)
            }
        case .number(let number): size += number.digits.count / 8
        default: break
        }
    }
}
