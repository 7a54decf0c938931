/// The formulas of one judgement, each kept once.
///
/// The constructors only use identities that hold for every JSON value: flattening, absorption, contradiction.
final class TermTable {
    private(set) var formulas: [Formula] = [.anything]
    /// What `all` has to know of each formula, so that it seldom looks at the formula itself.
    private var digests: [Digest] = [Digest(.anything, group: -1)]
    private var terms: [Formula: Term] = [.anything: .anything]
    private(set) var automata: [Automaton] = []
    private var automatonIndexes: [Automaton: Int] = [:]
    private(set) var predicates: [OpaquePredicate] = []
    private var predicateIndexes: [OpaquePredicate: Int] = [:]
    /// What recursive references stand for, filled in once their target is translated.
    var targets: [Term?] = []
    /// By formula and kind, the raw restricted term; -1 where it has not been asked.
    private var restrictions: [Int32] = []
    private var openReferences: Set<Int> = []
    private var matchers: [Int: PatternMatcher] = [:]
    private var ranges: [ItemRange: Int32] = [:]
    /// Parts looked at since the last question; the prover takes them from its budget.
    private var work = 0
    /// The terms of the conjunction at work, and the rules on the parts of a value in it.
    private var marks = TermMarks()
    private var groupMarks = TermMarks()
    /// The same for the conjunction that is taken apart.
    var known = TermMarks()
    var rules = RuleTable()

    private struct Digest {
        enum Shape: UInt8 { case conjunction, kinds, numbers, strings, bound, length, other }
        let shape: Shape
        let kinds: Kinds
        /// The same for all that says something of at least one of the same parts of a value; else -1.
        let group: Int32

        init(_ formula: Formula, group: Int32) {
            shape =
                switch formula {
                case .all: .conjunction
                case .kinds: .kinds
                case .numbers: .numbers
                case .strings: .strings
                case .above: .bound
                case .lengthAtLeast: .length
                default: .other
                }
            kinds = formula.kinds
            self.group = group
        }
    }

    func formula(_ term: Term) -> Formula { formulas[term.index] }

    func isConjunction(_ term: Term) -> Bool { digests[term.index].shape == .conjunction }

    /// Terms about at least one part of a value have the same group when they are about the same parts; else -1.
    func group(_ term: Term) -> Int32 { digests[term.index].group }

    private func intern(_ formula: Formula) -> Term {
        if let term = terms[formula] { return term }
        let term = Term(raw: Int32(formulas.count) << 1)
        formulas.append(formula)
        digests.append(Digest(formula, group: group(of: formula)))
        terms[formula] = term
        return term
    }

    private func group(of formula: Formula) -> Int32 {
        switch formula {
        case .members(let keys, _, 1): return keys.raw << 1
        case .items(let range, let term, 1) where term != .anything:
            let known = ranges[range] ?? Int32(ranges.count)
            ranges[range] = known
            return known << 1 | 1
        default: return -1
        }
    }

    /// The steps that building terms has cost since it was last asked.
    func takeSteps() -> Int {
        defer { work = 0 }
        return work / 8
    }

    func newReference() -> Int {
        targets.append(nil)
        return targets.count - 1
    }
}

extension TermTable {
    func all(_ parts: some Sequence<Term>) -> Term {
        var conjunction = Conjunction()
        marks.begin(count: formulas.count * 2)
        groupMarks.begin(count: 0)
        for part in parts {
            work += 1
            if part.isNegated || digests[part.index].shape != .conjunction {
                if !add(part, to: &conjunction) { return .nothing }
            } else if case .all(let inner) = formulas[part.index] {
                // Conjunctions are kept flat, so there is none inside.
                work += inner.count
                for part in inner where !add(part, to: &conjunction) { return .nothing }
            }
        }
        if conjunction.kinds.intersection(conjunction.included).isEmpty { return .nothing }
        var members = conjunction.members
        if !conjunction.kinds.isSuperset(of: conjunction.included) {
            let kinds = kinds(conjunction.kinds)
            members.append(kinds)
            marks.insert(kinds)
        }
        if conjunction.hasClauses { members.removeAll(where: isSettledClause) }
        if conjunction.canMerge, let merged = merged(members) { return merged }
        if members.count <= 1 { return members.first ?? .anything }
        members.sort()
        return intern(.all(members))
    }

    private struct Conjunction {
        var kinds = Kinds.all
        /// The kinds that the atoms include by themselves.
        var included = Kinds.all
        var members: [Term] = []
        var sets: (numbers: Int, strings: Int) = (0, 0)
        var hasClauses = false
        var hasEqualGroups = false
        /// The sharpest bounds so far.
        var above: (bound: JSONNumber, orEqual: Bool)?
        var below: (bound: JSONNumber, orEqual: Bool)?
        var shortest = 0
        var longest = Int.max

        var canMerge: Bool { hasEqualGroups || sets.numbers > 1 || sets.strings > 1 }
    }

    /// - Returns: Whether the conjunction can still hold.
    private func add(_ part: Term, to conjunction: inout Conjunction) -> Bool {
        let digest = digests[part.index]
        switch digest.shape {
        case .kinds:
            guard case .kinds(let mask) = formulas[part.index] else { return true }
            conjunction.kinds.formIntersection(part.isNegated ? mask.complement : mask)
            return true
        case .conjunction: conjunction.hasClauses = true
        case .numbers: conjunction.sets.numbers += 1
        case .strings: conjunction.sets.strings += 1
        case .bound: if !addBound(part, to: &conjunction) { return false }
        case .length:
            guard case .lengthAtLeast(let count) = formulas[part.index] else { break }
            if part.isNegated {
                conjunction.longest = min(conjunction.longest, count - 1)
            } else {
                conjunction.shortest = max(conjunction.shortest, count)
            }
            if conjunction.shortest > conjunction.longest { return false }
        case .other:
            if part == .anything { return true }
            if part == .nothing { return false }
        }
        if marks.contains(!part) { return false }
        guard marks.insert(part) else { return true }
        if part.isNegated {
            if digest.group >= 0, !groupMarks.insert(digest.group) { conjunction.hasEqualGroups = true }
        } else {
            conjunction.included.formIntersection(digest.kinds)
        }
        conjunction.members.append(part)
        return true
    }

    /// - Returns: Whether a number is left. That one is asked for is what a lower bound says.
    private func addBound(_ part: Term, to conjunction: inout Conjunction) -> Bool {
        guard case .above(let bound, let orEqual) = formulas[part.index] else { return true }
        if part.isNegated {
            if let known = conjunction.below, known.bound < bound || known.bound == bound && !known.orEqual {
                return true
            }
            conjunction.below = (bound, !orEqual)
        } else {
            if let known = conjunction.above, bound < known.bound || known.bound == bound && !known.orEqual {
                return true
            }
            conjunction.above = (bound, orEqual)
        }
        guard let above = conjunction.above, let below = conjunction.below else { return true }
        return above.bound < below.bound || above.bound == below.bound && above.orEqual && below.orEqual
    }

    /// A negated conjunction one part of which cannot hold is true.
    private func isSettledClause(_ member: Term) -> Bool {
        guard member.isNegated, digests[member.index].shape == .conjunction,
            case .all(let inner) = formulas[member.index]
        else { return false }
        work += inner.count
        return inner.contains { marks.contains(!$0) }
    }

    /// One set of numbers, one of strings, one rule for each part of a value; nil when that changes nothing.
    private func merged(_ members: [Term]) -> Term? {
        var kept: [Term] = []
        var numbers = FiniteSet<JSONNumber>()
        var strings = FiniteSet<JSONString>()
        var rules: [[Term]] = []
        var places: [Int32: Int] = [:]
        for member in members {
            let digest = digests[member.index]
            switch formulas[member.index] {
            case .numbers(let values): numbers.add(values, isNegated: member.isNegated)
            case .strings(let values): strings.add(values, isNegated: member.isNegated)
            case _ where member.isNegated && digest.group >= 0:
                if let place = places[digest.group] {
                    rules[place].append(member)
                } else {
                    places[digest.group] = rules.count
                    rules.append([member])
                }
            default: kept.append(member)
            }
        }
        work += 4 * (numbers.size + strings.size)
        if numbers.isThere {
            kept.append(numbers.isNegated ? !self.numbers(numbers.values) : self.numbers(numbers.values))
        }
        if strings.isThere {
            kept.append(strings.isNegated ? !self.strings(strings.values) : self.strings(strings.values))
        }
        for group in rules { kept.append(group.count == 1 ? group[0] : mergedRule(group)) }
        return all(kept)
    }

    /// No part is of the one, and none of the other: none is of either.
    private func mergedRule(_ rules: [Term]) -> Term {
        var inner: [Term] = []
        for rule in rules {
            switch formulas[rule.index] {
            case .members(_, let values, _): inner.append(values)
            case .items(_, let term, _): inner.append(term)
            default: break
            }
        }
        switch formulas[rules[0].index] {
        case .members(let keys, _, _): return !members(keys: keys, values: any(inner), atLeast: 1)
        case .items(let range, _, _): return !items(range, any(inner), atLeast: 1)
        default: return rules[0]
        }
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
        let place = term.index * 8 + kind.rawValue.trailingZeroBitCount
        if place < restrictions.count, restrictions[place] >= 0 { return Term(raw: restrictions[place]) }
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
        if openReferences.isEmpty {
            while restrictions.count < formulas.count * 8 { restrictions.append(-1) }
            restrictions[place] = result.raw
        }
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
        /// What `unevaluatedItems` or `unevaluatedProperties` says beside schemas that might have evaluated anything.
        case unevaluated(String, value: Term, keys: Term, items: Int?, contained: [Term], hidden: [Term])
        /// Never equal to any other.
        case distinct(Int)
    }

    let reason: String
    let identity: Identity
    var kinds = Kinds.all
    /// A pattern without an automaton: single strings can still be tried.
    var pattern: Pattern?
}
