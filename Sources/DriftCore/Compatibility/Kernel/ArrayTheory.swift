/// Arrays as positions, each with what its item must be, and counters over the items.
struct ArrayGoal {
    struct Counter: Hashable {
        let range: ItemRange
        let term: Term
        var atLeast = 0
        var atMost: Int?
    }

    var each: [(range: ItemRange, term: Term)] = []
    var counters: [Counter] = []
    var shortest = 0
    var longest = Int.max
    var isUnique = false
    var repeats = false
    /// Positions between two neighbouring boundaries are alike; from the last one on all are.
    var boundaries: [Int] = []

    init(_ atoms: [Term], _ table: TermTable) {
        for atom in atoms {
            switch (table.formula(atom), atom.isNegated) {
            case (.unique, false): isUnique = true
            case (.unique, true): repeats = true
            case (.items(.all, .anything, let count), false): shortest = max(shortest, count)
            case (.items(.all, .anything, let count), true): longest = min(longest, count - 1)
            case (.items(let range, let term, 1), true): each.append((range, !term))
            case (.items(let range, let term, let count), let isNegated):
                let index = counters.firstIndex { $0.range == range && $0.term == term } ?? counters.count
                if index == counters.count { counters.append(Counter(range: range, term: term)) }
                if isNegated {
                    counters[index].atMost = min(counters[index].atMost ?? .max, count - 1)
                } else {
                    counters[index].atLeast = max(counters[index].atLeast, count)
                }
            default: break
            }
        }
        let ranges = each.map(\.range) + counters.map(\.range)
        boundaries = Set(ranges.flatMap { [$0.start, $0.end ?? 0] } + [0]).sorted()
    }
}

extension Prover {
    private static let longestArray = 20_000
    private static let longestDistinct = 600
    private static let counterLimit = 7

    func arrays(_ atoms: [Term]) throws(Exhausted) -> Outcome {
        var goal = ArrayGoal(atoms, table)
        if goal.shortest > goal.longest { return .empty }
        if goal.counters.contains(where: { $0.atMost.map { [least = $0.atLeast] in $0 < least } ?? false }) {
            return .empty
        }
        if goal.counters.count > Self.counterLimit { return .unknown("more counted kinds of items than the limit") }
        if goal.isUnique, !goal.counters.isEmpty { return try fillDistinct(goal) }
        guard goal.repeats else { return try fill(goal, tie: nil) }
        // Two equal items: at the first two places of each stretch of like positions, or of two stretches.
        var places: [Int] = []
        for (index, start) in goal.boundaries.enumerated() {
            places.append(start)
            if index + 1 == goal.boundaries.count || goal.boundaries[index + 1] > start + 1 { places.append(start + 1) }
        }
        if places.count > 24 { return .unknown("more different positions than the limit") }
        var reason: String?
        let shortest = goal.shortest
        for second in places.indices {
            for first in 0..<second where places[second] < goal.longest {
                goal.shortest = max(shortest, places[second] + 1)
                switch try fill(goal, tie: (places[first], places[second])) {
                case .value(let value): return .value(value)
                case .unknown(let why): reason = reason ?? why
                case .empty: continue
                }
            }
        }
        return reason.map(Outcome.unknown) ?? .empty
    }

    /// One way to fill a position: which counters the item is claimed to move, and what it must be for that.
    private struct Filling {
        let moves: Int
        let claims: [Term]
    }

    private struct Step {
        let state: [Int]
        let parent: Int
        let term: Term
        let moves: Int
    }

    private func fillings(_ goal: ArrayGoal, at positions: [Int]) -> [Filling] {
        var result = [Filling(moves: 0, claims: [])]
        for (index, counter) in goal.counters.enumerated() where positions.contains(where: counter.range.contains) {
            result = result.flatMap { filling in
                // Only the claim that costs something is made: an unclaimed item counts as the worse case.
                let moved = Filling(
                    moves: filling.moves | 1 << index,
                    claims: filling.claims + (counter.atLeast > 0 ? [counter.term] : []))
                let still = Filling(
                    moves: filling.moves, claims: filling.claims + (counter.atMost != nil ? [!counter.term] : []))
                return counter.atLeast > 0 ? [still, moved] : [moved, still]
            }
        }
        return result.sorted { $0.claims.count < $1.claims.count }
    }

    /// Goes through the positions, keeping for each how far the counters can be; a tie makes two items equal.
    private func fill(_ goal: ArrayGoal, tie: (first: Int, second: Int)?) throws(Exhausted) -> Outcome {
        var steps = [Step(state: goal.counters.map { _ in 0 } + [-1], parent: -1, term: .anything, moves: 0)]
        var layer = [0]
        var unsure: String?
        var seen: Set<[Int]> = []
        var options: [Int: [(filling: Filling, term: Term)]] = [:]
        let tail = max(goal.boundaries.last ?? 0, goal.shortest, (tie?.second ?? -1) + 1)
        var position = 0
        while true {
            if position >= goal.shortest {
                for index in layer where zip(goal.counters, steps[index].state).allSatisfy({ $0.atLeast <= $1 }) {
                    return try finish(goal, steps: steps, last: index, tie: tie, unsure: unsure)
                }
            }
            if position >= tail {
                // Beyond all boundaries only new counts lead anywhere.
                layer = layer.filter { seen.insert(steps[$0].state).inserted }
            }
            if layer.isEmpty || position >= goal.longest { break }
            if position >= Self.longestArray { return .unknown("the arrays that matter are too long to be built") }
            let tied = tie.map { position == $0.first || position == $0.second } ?? false
            let zone = tied ? -1 : goal.boundaries.lastIndex { $0 <= position } ?? 0
            if options[zone] == nil {
                let positions = tied ? [tie?.first ?? 0, tie?.second ?? 0] : [position]
                let base = goal.each.filter { each in positions.contains(where: each.range.contains) }.map(\.term)
                var possible: [(Filling, Term)] = []
                for filling in fillings(goal, at: positions) {
                    let term = table.all(base + filling.claims)
                    switch try find(term) {
                    case .value: possible.append((filling, term))
                    case .unknown(let why): unsure = unsure ?? why
                    case .empty: continue
                    }
                }
                options[zone] = possible
            }
            try budget.spend(layer.count * (1 + (options[zone]?.count ?? 0) * (1 + goal.counters.count) / 4))
            var next: [[Int]: Int] = [:]
            var nextLayer: [Int] = []
            for index in layer {
                let state = steps[index].state
                for (choice, option) in (options[zone] ?? []).enumerated() {
                    if position == tie?.second, state[state.count - 1] != choice { continue }
                    guard var moved = advance(goal, state, option.filling, at: position) else { continue }
                    if position == tie?.first { moved[moved.count - 1] = choice }
                    guard next[moved] == nil else { continue }
                    next[moved] = steps.count
                    nextLayer.append(steps.count)
                    steps.append(Step(state: moved, parent: index, term: option.term, moves: option.filling.moves))
                }
            }
            layer = nextLayer
            position += 1
        }
        return unsure.map(Outcome.unknown) ?? .empty
    }

    private func advance(_ goal: ArrayGoal, _ state: [Int], _ filling: Filling, at position: Int) -> [Int]? {
        var state = state
        for (index, counter) in goal.counters.enumerated()
        where filling.moves & 1 << index != 0 && counter.range.contains(position) {
            state[index] += 1
            if let most = counter.atMost {
                if state[index] > most { return nil }
            } else {
                state[index] = min(state[index], counter.atLeast)
            }
        }
        return state
    }

    private func finish(
        _ goal: ArrayGoal, steps: [Step], last: Int, tie: (first: Int, second: Int)?, unsure: String?
    ) throws(Exhausted) -> Outcome {
        var terms: [Term] = []
        var index = last
        while steps[index].parent >= 0 {
            terms.append(steps[index].term)
            index = steps[index].parent
        }
        terms.reverse()
        if goal.isUnique { return try distinctItems(goal, terms, unsure: unsure) }
        var items: [JSONValue] = []
        for term in terms {
            guard case .value(let value) = try find(term) else { return .unknown("an item could not be found again") }
            items.append(value)
        }
        return try sized(.array(items))
    }

    /// A different value for each position: a matching of positions with values.
    private func distinctItems(_ goal: ArrayGoal, _ terms: [Term], unsure: String?) throws(Exhausted) -> Outcome {
        if terms.count > Self.longestDistinct { return .unknown("more different items than could be told apart") }
        var pools: [Term: [JSONValue]] = [:]
        var isSure = unsure == nil
        for term in Set(terms).sorted() {
            let (values, sure) = try distinct(term, limit: terms.count)
            pools[term] = values
            isSure = isSure && sure
        }
        var matching = Matching(pools: terms.map { pools[$0] ?? [] })
        for position in terms.indices {
            try budget.spend(1 + terms.count / 4)
            guard try matching.place(position, budget) else {
                // These are the terms of the first positions of every array that is long enough.
                return isSure ? .empty : .unknown(unsure ?? "more different items than could be told apart")
            }
        }
        var items: [JSONValue] = Array(repeating: .null, count: terms.count)
        for (value, position) in matching.owners { items[position] = value }
        return try sized(.array(items))
    }
}

/// Gives each position a value of its own.
private struct Matching {
    let pools: [[JSONValue]]
    private(set) var owners: [JSONValue: Int] = [:]
    private var owned: [Int: JSONValue] = [:]

    init(pools: [[JSONValue]]) {
        self.pools = pools
    }

    /// Finds a free value, or one whose owner can take another, and so on: the shortest such chain.
    mutating func place(_ start: Int, _ budget: Budget) throws(Exhausted) -> Bool {
        var reached: [JSONValue: Int] = [:]
        var queue = [start]
        var next = 0
        while next < queue.count {
            let position = queue[next]
            next += 1
            try budget.spend(pools[position].count / 4)
            for value in pools[position] where reached[value] == nil {
                reached[value] = position
                if let owner = owners[value] {
                    queue.append(owner)
                } else {
                    take(value, from: start, reached)
                    return true
                }
            }
        }
        return false
    }

    private mutating func take(_ free: JSONValue, from start: Int, _ reached: [JSONValue: Int]) {
        var value = free
        while let position = reached[value] {
            let given = owned[position]
            owners[value] = position
            owned[position] = value
            guard position != start, let given else { return }
            value = given
        }
    }
}
