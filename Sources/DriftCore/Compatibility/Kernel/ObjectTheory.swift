/// Objects as a partition of all keys: each name that is mentioned by itself, and classes of other names that the
/// key terms do not tell apart.
private struct ObjectGoal {
    struct Rule {
        let keys: Term
        let values: Term
    }

    /// A class of names beyond the mentioned ones, by the rules and demands whose keys it is among.
    struct Cell {
        let sample: JSONString
        let keys: Term
        let rules: Set<Term>
    }

    var named: [JSONString: [Term]] = [:]
    var rules: [Rule] = []
    var demands: [Rule] = []
    var fewest = 0
    var most = Int.max
    var names: Set<JSONString> = []
    var isBeyond = false

    init(_ atoms: [Term], _ table: TermTable) {
        for atom in atoms {
            guard case .members(let keys, let values, let count) = table.formula(atom) else { continue }
            if keys == .anything, values == .anything {
                if atom.isNegated { most = min(most, count - 1) } else { fewest = max(fewest, count) }
                continue
            }
            Self.collect(keys, table, into: &names)
            if count != 1 {
                isBeyond = true
            } else if !atom.isNegated {
                demands.append(Rule(keys: keys, values: values))
            } else if !keys.isNegated, case .strings(let list) = table.formula(keys) {
                for name in list { named[name, default: []].append(!values) }
            } else {
                rules.append(Rule(keys: keys, values: !values))
            }
        }
    }

    private static func collect(_ keys: Term, _ table: TermTable, into names: inout Set<JSONString>) {
        switch table.formula(keys) {
        case .strings(let list): names.formUnion(list)
        case .all(let parts): for part in parts { collect(part, table, into: &names) }
        default: break
        }
    }
}

extension Prover {
    private static let cellLimit = 64
    private static let largestObject = 5_000

    /// A key of the object to be built: a mentioned name, or some name of a cell.
    private struct Slot {
        let name: JSONString?
        let cell: Int?
        var term: Term
    }

    private final class ObjectSearch {
        let goal: ObjectGoal
        var cells: [ObjectGoal.Cell] = []
        var unsure: String?

        init(_ goal: ObjectGoal) {
            self.goal = goal
        }
    }

    func objects(_ atoms: [Term]) throws(Exhausted) -> Outcome {
        try budget.spend(atoms.count / 2)
        let goal = ObjectGoal(atoms, table)
        if goal.isBeyond { return .unknown("members that have to be counted by key or value") }
        if goal.fewest > goal.most { return .empty }
        let search = ObjectSearch(goal)
        var slots: [Slot] = []
        var places: [JSONString: Int] = [:]
        var open: [ObjectGoal.Rule] = []
        for demand in goal.demands {
            guard !demand.keys.isNegated, case .strings(let list) = table.formula(demand.keys), list.count == 1 else {
                open.append(demand)
                continue
            }
            if let index = places[list[0]] {
                slots[index].term = table.all([slots[index].term, demand.values])
            } else {
                let base = try term(of: list[0], search)
                places[list[0]] = slots.count
                slots.append(Slot(name: list[0], cell: nil, term: table.all([base, demand.values])))
            }
        }
        if slots.count > goal.most { return .empty }
        var reason: String?
        for slot in slots {
            switch try find(slot.term) {
            case .empty: return .empty
            case .unknown(let why): reason = reason ?? why
            case .value: continue
            }
        }
        if let reason { return .unknown(reason) }
        let needsCells =
            goal.fewest > slots.count
            || open.contains { demand in
                if case .strings = table.formula(demand.keys), !demand.keys.isNegated { false } else { true }
            }
        if needsCells { try partition(search, demands: open) }
        if let outcome = try place(open[...], slots, search) { return outcome }
        return search.unsure.map(Outcome.unknown) ?? .empty
    }

    /// Whether a value of the term is known; what cannot be decided is noted.
    private func isPossible(_ term: Term, _ search: ObjectSearch) throws(Exhausted) -> Bool {
        switch try find(term) {
        case .value: return true
        case .empty: return false
        case .unknown(let why):
            search.unsure = search.unsure ?? why
            return false
        }
    }

    private func isKey(_ name: JSONString, of keys: Term, _ search: ObjectSearch) throws(Exhausted) -> Bool {
        guard let answer = try membership.holds(restricted: keys, .string(name)) else {
            search.unsure = search.unsure ?? "names that cannot be decided"
            return false
        }
        return answer
    }

    private func term(of name: JSONString, _ search: ObjectSearch) throws(Exhausted) -> Term {
        var terms = search.goal.named[name] ?? []
        try budget.spend(search.goal.rules.count / 4)
        for rule in search.goal.rules where try isKey(name, of: rule.keys, search) { terms.append(rule.values) }
        return table.all(terms)
    }

    /// All classes of unmentioned names, found one by one: each excludes those known before.
    private func partition(_ search: ObjectSearch, demands: [ObjectGoal.Rule]) throws(Exhausted) {
        let keys = Set((search.goal.rules + demands).map(\.keys)).sorted()
        var rest = table.all([!table.strings(search.goal.names)])
        while search.cells.count < Self.cellLimit {
            switch try find(rest, kind: .string) {
            case .empty: return
            case .unknown(let why):
                search.unsure = search.unsure ?? why
                return
            case .value(.string(let name)):
                var rules: Set<Term> = []
                var signs: [Term] = []
                for key in keys {
                    let isInside = try isKey(name, of: key, search)
                    if isInside { rules.insert(key) }
                    signs.append(isInside ? key : !key)
                }
                let cell = table.all(signs + [!table.strings(search.goal.names)])
                search.cells.append(ObjectGoal.Cell(sample: name, keys: cell, rules: rules))
                rest = table.all([rest, !cell])
            case .value: return
            }
        }
        search.unsure = search.unsure ?? "more kinds of names than the limit"
    }

    /// Gives each demand a key: one that is there already, a mentioned name, or a new one of some cell.
    private func place(
        _ demands: ArraySlice<ObjectGoal.Rule>, _ slots: [Slot], _ search: ObjectSearch
    ) throws(Exhausted) -> Outcome? {
        try budget.spend(1 + slots.count / 8)
        guard let demand = demands.first else { return try complete(slots, search) }
        let rest = demands.dropFirst()
        for index in slots.indices {
            let inside: Bool
            if let name = slots[index].name {
                inside = try isKey(name, of: demand.keys, search)
            } else {
                inside = slots[index].cell.map { search.cells[$0].rules.contains(demand.keys) } ?? false
            }
            guard inside else { continue }
            var changed = slots
            changed[index].term = table.all([slots[index].term, demand.values])
            if try isPossible(changed[index].term, search), let outcome = try place(rest, changed, search) {
                return outcome
            }
        }
        guard slots.count < search.goal.most else { return nil }
        let taken = Set(slots.compactMap(\.name))
        for name in search.goal.names.sorted() where !taken.contains(name) {
            guard try isKey(name, of: demand.keys, search) else { continue }
            let term = table.all([try term(of: name, search), demand.values])
            if try isPossible(term, search),
                let outcome = try place(rest, slots + [Slot(name: name, cell: nil, term: term)], search)
            {
                return outcome
            }
        }
        for (index, cell) in search.cells.enumerated() where cell.rules.contains(demand.keys) {
            let term = table.all([base(of: cell, search), demand.values])
            if try isPossible(term, search),
                let outcome = try place(rest, slots + [Slot(name: nil, cell: index, term: term)], search)
            {
                return outcome
            }
        }
        return nil
    }

    private func base(of cell: ObjectGoal.Cell, _ search: ObjectSearch) -> Term {
        table.all(search.goal.rules.filter { cell.rules.contains($0.keys) }.map(\.values))
    }

    /// Adds members until there are enough, gives the slots of cells their names, and builds the object.
    private func complete(_ slots: [Slot], _ search: ObjectSearch) throws(Exhausted) -> Outcome? {
        var slots = slots
        let goal = search.goal
        if slots.count > goal.most { return nil }
        if slots.count < goal.fewest {
            let taken = Set(slots.compactMap(\.name))
            for name in goal.names.sorted() where slots.count < goal.fewest && !taken.contains(name) {
                let term = try term(of: name, search)
                if try isPossible(term, search) { slots.append(Slot(name: name, cell: nil, term: term)) }
            }
        }
        var members: [(JSONString, JSONValue)] = []
        var missing = max(0, goal.fewest - slots.count)
        let built = min(missing, Self.largestObject)
        for (index, cell) in search.cells.enumerated() {
            let taken = slots.filter { $0.cell == index }
            let base = base(of: cell, search)
            let canGrow = try missing > 0 ? isPossible(base, search) : false
            let wanted = taken.count + (canGrow ? min(missing, built) : 0)
            guard wanted > 0 else { continue }
            let names = try names(of: cell, limit: wanted, search)
            guard names.count >= taken.count else { return nil }
            if missing > built, names.count == wanted {
                search.unsure = search.unsure ?? "the objects that matter have too many members to be built"
                return nil
            }
            for (position, name) in names.enumerated() {
                let term = position < taken.count ? taken[position].term : base
                guard case .value(let value) = try find(term) else { return nil }
                members.append((name, value))
                if position >= taken.count { missing -= 1 }
            }
        }
        guard missing == 0 else { return nil }
        for slot in slots {
            guard let name = slot.name else { continue }
            guard case .value(let value) = try find(slot.term) else { return nil }
            members.append((name, value))
        }
        return try sized(.object(JSONObject(members)))
    }

    private func names(of cell: ObjectGoal.Cell, limit: Int, _ search: ObjectSearch) throws(Exhausted) -> [JSONString] {
        if limit == 1 { return [cell.sample] }
        let (names, isSure) = try distinctStrings(cell.keys, limit: limit)
        if !isSure, names.count < limit { search.unsure = search.unsure ?? "names that cannot be decided" }
        return names
    }
}
