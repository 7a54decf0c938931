/// The formulas of one judgement, each kept once.
///
/// The constructors only use identities that hold for every JSON value: flattening, absorption, contradiction.
final class TermTable {
    private(set) var formulas: [Formula] = [.anything]
    private var terms: [Formula: Term] = [.anything: .anything]
    private(set) var automata: [Automaton] = []
    private var automatonIndexes: [Automaton: Int] = [:]
    private(set) var predicates: [OpaquePredicate] = []
    private var predicateIndexes: [OpaquePredicate: Int] = [:]
    /// What recursive references stand for, filled in once their target is translated.
    var targets: [Term?] = []
    private var restrictions: [Restriction: Term] = [:]
    private var openReferences: Set<Int> = []
    private var matchers: [Int: PatternMatcher] = [:]
    /// Parts looked at since the last question; the prover takes them from its budget.
    private var work = 0

    private struct Restriction: Hashable {
        let index: Int
        let kind: Kinds
    }

    func formula(_ term: Term) -> Formula { formulas[term.index] }

    private func intern(_ formula: Formula) -> Term {
        if let term = terms[formula] { return term }
        let term = Term(raw: Int32(formulas.count) << 1)
        formulas.append(formula)
        terms[formula] = term
        return term
    }

    /// The steps that building terms has cost since it was last asked.
    func takeSteps() -> Int {
        defer { work = 0 }
        return work / 16
    }

    func newReference() -> Int {
        targets.append(nil)
        return targets.count - 1
    }
}

extension TermTable {
    func all(_ parts: some Sequence<Term>) -> Term {
        var kinds = Kinds.all
        // The kinds that the atoms include by themselves.
        var included = Kinds.all
        var numbers: Set<JSONNumber>?
        var strings: Set<JSONString>?
        var members: Set<Term> = []
        var pending = Array(parts)
        work += pending.count
        while let part = pending.popLast() {
            if part == .anything { continue }
            if part == .nothing { return .nothing }
            let formula = formula(part)
            switch formula {
            case .all(let inner) where !part.isNegated:
                pending += inner
                work += inner.count
                continue
            case .kinds(let mask):
                kinds.formIntersection(part.isNegated ? mask.complement : mask)
                continue
            case .numbers(let values) where !part.isNegated: numbers = numbers?.intersection(values) ?? Set(values)
            case .strings(let values) where !part.isNegated: strings = strings?.intersection(values) ?? Set(values)
            default: break
            }
            if members.contains(!part) { return .nothing }
            if !part.isNegated { included.formIntersection(formula.kinds) }
            members.insert(part)
        }
        if kinds.intersection(included).isEmpty || numbers?.isEmpty == true || strings?.isEmpty == true {
            return .nothing
        }
        if !kinds.isSuperset(of: included) { members.insert(self.kinds(kinds)) }
        // A negated conjunction one part of which cannot hold is true.
        for member in members where member.isNegated {
            if case .all(let inner) = formula(member), inner.contains(where: { members.contains(!$0) }) {
                members.remove(member)
            }
        }
        if members.count <= 1 { return members.first ?? .anything }
        return intern(.all(members.sorted()))
    }

    func any(_ parts: some Sequence<Term>) -> Term { !all(parts.map { !$0 }) }

    func implies(_ condition: Term, _ consequence: Term) -> Term { any([!condition, consequence]) }

    func kinds(_ kinds: Kinds) -> Term {
        if kinds == .all { return .anything }
        if kinds.isEmpty { return .nothing }
        // One spelling of each mask: the one without null is the positive one.
        return kinds.contains(.null) ? !intern(.kinds(kinds.complement)) : intern(.kinds(kinds))
    }

    func above(_ bound: JSONNumber, orEqual: Bool) -> Term { intern(.above(bound, orEqual: orEqual)) }

    func multiple(of divisor: JSONNumber) -> Term { intern(.multiple(of: divisor)) }

    func numbers(_ values: some Sequence<JSONNumber>) -> Term {
        let values = Set(values).sorted()
        return values.isEmpty ? .nothing : intern(.numbers(values))
    }

    func strings(_ values: some Sequence<JSONString>) -> Term {
        let values = Set(values).sorted()
        return values.isEmpty ? .nothing : intern(.strings(values))
    }

    func length(atLeast count: Int) -> Term { count <= 0 ? kinds(.string) : intern(.lengthAtLeast(count)) }

    func matches(_ automaton: Automaton) -> Term {
        if automaton.stateCount == 1 { return automaton.accepting[0] ? kinds(.string) : .nothing }
        if let index = automatonIndexes[automaton] { return intern(.matches(index)) }
        automata.append(automaton)
        automatonIndexes[automaton] = automata.count - 1
        return intern(.matches(automata.count - 1))
    }

    func items(_ range: ItemRange, _ term: Term, atLeast count: Int) -> Term {
        if count <= 0 { return kinds(.array) }
        if term == .nothing || range.isEmpty { return .nothing }
        if let size = range.count, size < count { return .nothing }
        // At least one anything from index 3 on is an array of at least four.
        if term == .anything, range.end == nil { return intern(.items(.all, .anything, atLeast: count + range.start)) }
        if term == .anything, let end = range.end, count == end - range.start {
            return intern(.items(.all, .anything, atLeast: end))
        }
        return intern(.items(range, term, atLeast: count))
    }

    /// An array in which every item of the range is of the term.
    func eachItem(_ range: ItemRange, _ term: Term) -> Term {
        all([kinds(.array), !items(range, !term, atLeast: 1)])
    }

    var unique: Term { intern(.unique) }

    func members(keys: Term, values: Term, atLeast count: Int) -> Term {
        if count <= 0 { return kinds(.object) }
        let keys = restrict(keys, to: .string)
        if keys == .nothing || values == .nothing { return .nothing }
        if case .strings(let names) = formula(keys), !keys.isNegated, names.count < count { return .nothing }
        return intern(.members(keys: keys, values: values, atLeast: count))
    }

    /// An object in which every member with a key of the one term has a value of the other.
    func eachMember(keys: Term, values: Term) -> Term {
        all([kinds(.object), !members(keys: keys, values: !values, atLeast: 1)])
    }

    func has(_ key: JSONString) -> Term { members(keys: strings([key]), values: .anything, atLeast: 1) }

    func opaque(_ predicate: OpaquePredicate) -> Term {
        let index: Int
        if let known = predicateIndexes[predicate] {
            index = known
        } else {
            index = predicates.count
            predicates.append(predicate)
            predicateIndexes[predicate] = index
        }
        return intern(.opaque(index, predicate.kinds))
    }

    /// Whether a string is in an opaque set; nil when that set is no pattern, or takes too long to try.
    func isMatch(_ text: String, of predicate: Int) -> Bool? {
        guard let pattern = predicates[predicate].pattern else { return nil }
        let matcher = matchers[predicate] ?? PatternMatcher(pattern, budget: 100_000)
        matchers[predicate] = matcher
        return switch matcher.answer(text) {
        case .matches: true
        case .differs: false
        case .exhausted: nil
        }
    }

    func reference(_ index: Int) -> Term { intern(.reference(index)) }

    /// Exactly this value.
    func constant(_ value: JSONValue) -> Term {
        switch value {
        case .null: kinds(.null)
        case .bool(let bool): kinds(bool ? .true : .false)
        case .number(let number): numbers([number])
        case .string(let string): strings([string])
        case .array(let items):
            all(
                [
                    !self.items(.all, .anything, atLeast: items.count + 1),
                    self.items(.all, .anything, atLeast: items.count),
                ]
                    + items.enumerated().map { eachItem(ItemRange(start: $0, end: $0 + 1), constant($1)) })
        case .object(let object):
            all(
                [kinds(.object), !members(keys: kinds(.string), values: .anything, atLeast: object.count + 1)]
                    + object.members.flatMap {
                        [has($0.key), eachMember(keys: strings([$0.key]), values: constant($0.value))]
                    })
        }
    }
}

extension TermTable {
    /// A term that holds for the same values of the kind; about values of other kinds it says nothing.
    ///
    /// Atoms of other kinds and `kinds` are decided here, references replaced by what they stand for. A reference that
    /// leads back to itself without going into the value says nothing that could be decided: it becomes opaque.
    func restrict(_ term: Term, to kind: Kinds) -> Term {
        if term.isNegated { return !restrict(!term, to: kind) }
        let key = Restriction(index: term.index, kind: kind)
        if let known = restrictions[key] { return known }
        let result: Term
        switch formula(term) {
        case .anything: result = term
        case .kinds(let mask): result = mask.contains(kind) ? .anything : .nothing
        case .all(let parts): result = all(parts.map { restrict($0, to: kind) })
        case .above, .multiple, .numbers: result = kind == .number ? term : .nothing
        case .lengthAtLeast, .strings, .matches: result = kind == .string ? term : .nothing
        case .items, .unique: result = kind == .array ? term : .nothing
        case .members: result = kind == .object ? term : .nothing
        case .opaque(_, let kinds): result = kinds.contains(kind) ? term : .nothing
        case .reference(let index):
            guard let target = targets[index], openReferences.insert(index).inserted else {
                return opaque(
                    OpaquePredicate(reason: "a reference that leads only to itself", identity: .reference(index)))
            }
            result = restrict(target, to: kind)
            openReferences.remove(index)
        }
        // While a reference is open, what was found may rest on it: only whole answers are kept.
        if openReferences.isEmpty { restrictions[key] = result }
        return result
    }
}

/// A set of values that cannot be looked into: an invalid subschema, a pattern beyond automata, a missing document.
///
/// Equal predicates are the same set, whatever that is. That is all the prover may use.
struct OpaquePredicate: Hashable, Sendable {
    enum Identity: Hashable, Sendable {
        /// A keyword with its value in a dialect.
        case keyword(String, JSONValue, String)
        case reference(Int)
        case document(String)
        /// Never equal to any other.
        case distinct(Int)
    }

    let reason: String
    let identity: Identity
    var kinds = Kinds.all
    /// A pattern without an automaton: single strings can still be tried.
    var pattern: Pattern?
}
