// Arrays of different items some of which are counted. The values fall into classes by the terms that matter: of each
// class there are so many, and an array can be built exactly when no class is asked for more.
extension Prover {
    private static let observerLimit = 6
    private static let lengthLimit = 48

    /// Values that agree on all observed terms.
    private struct ItemClass {
        /// The observed terms it is of, by index.
        let signs: Set<Int>
        let values: [JSONValue]
        /// How many there are; nil for at least as many as any array needs.
        let capacity: Int?
    }

    private struct Fill {
        let state: [Int]
        let parent: Int
        let itemClass: Int
    }

    func fillDistinct(_ goal: ArrayGoal) throws(Exhausted) -> Outcome {
        let bases = goal.boundaries.map { start in
            table.all(goal.each.filter { $0.range.contains(start) }.map(\.term))
        }
        let observed = Set(bases + goal.counters.map(\.term)).sorted()
        // A longer array could lose an item behind these that no counter needs.
        let needed = goal.counters.reduce(goal.shortest) { max($0, $1.range.start) + $1.atLeast }
        let longest = min(
            goal.longest, max(needed, goal.boundaries.last ?? 0) + goal.counters.reduce(0) { $0 + $1.atLeast })
        if observed.count > Self.observerLimit || longest > Self.lengthLimit {
            return .unknown("different items that also have to be counted")
        }
        var isSure = true
        let classes = try classes(observed, limit: longest + 1, isSure: &isSure)
        let zones = bases.map { base in observed.firstIndex(of: base) ?? 0 }
        let counted = goal.counters.map { counter in observed.firstIndex(of: counter.term) ?? 0 }
        var fills = [
            Fill(state: Array(repeating: 0, count: goal.counters.count + classes.count), parent: -1, itemClass: -1)
        ]
        var layer = [0]
        for position in 0...longest {
            if position >= goal.shortest {
                for index in layer where zip(goal.counters, fills[index].state).allSatisfy({ $0.atLeast <= $1 }) {
                    return try sized(.array(items(fills, last: index, classes)))
                }
            }
            guard position < longest else { break }
            let zone = zones[goal.boundaries.lastIndex { $0 <= position } ?? 0]
            var seen: Set<[Int]> = []
            var next: [Int] = []
            for index in layer {
                try budget.spend(1 + classes.count * (classes.count + goal.counters.count) / 16)
                for (number, itemClass) in classes.enumerated() where itemClass.signs.contains(zone) {
                    var state = fills[index].state
                    if let capacity = itemClass.capacity {
                        state[goal.counters.count + number] += 1
                        if state[goal.counters.count + number] > capacity { continue }
                    }
                    guard move(goal, &state, itemClass.signs, counted, at: position) else { continue }
                    guard seen.insert(state).inserted else { continue }
                    next.append(fills.count)
                    fills.append(Fill(state: state, parent: index, itemClass: number))
                }
            }
            layer = next
            if layer.isEmpty { break }
        }
        return isSure ? .empty : .unknown("different items that also have to be counted")
    }

    private func move(
        _ goal: ArrayGoal, _ state: inout [Int], _ signs: Set<Int>, _ counted: [Int], at position: Int
    ) -> Bool {
        for (index, counter) in goal.counters.enumerated()
        where counter.range.contains(position) && signs.contains(counted[index]) {
            state[index] += 1
            if let most = counter.atMost {
                if state[index] > most { return false }
            } else {
                state[index] = min(state[index], counter.atLeast)
            }
        }
        return true
    }

    private func items(_ fills: [Fill], last: Int, _ classes: [ItemClass]) -> [JSONValue] {
        var numbers: [Int] = []
        var index = last
        while fills[index].parent >= 0 {
            numbers.append(fills[index].itemClass)
            index = fills[index].parent
        }
        var used = Array(repeating: 0, count: classes.count)
        return numbers.reversed().map { number in
            used[number] += 1
            return classes[number].values[used[number] - 1]
        }
    }

    private func classes(
        _ observed: [Term], limit: Int, isSure: inout Bool
    ) throws(Exhausted) -> [ItemClass] {
        var found: [(signs: Set<Int>, term: Term)] = [([], .anything)]
        for (index, term) in observed.enumerated() {
            var split: [(signs: Set<Int>, term: Term)] = []
            for part in found {
                for sign in [true, false] {
                    let narrowed = table.all([part.term, sign ? term : !term])
                    switch try find(narrowed) {
                    case .empty: continue
                    case .unknown: isSure = false
                    case .value: split.append((sign ? part.signs.union([index]) : part.signs, narrowed))
                    }
                }
            }
            found = split
        }
        var classes: [ItemClass] = []
        for part in found {
            let (values, sure) = try distinct(part.term, limit: limit)
            isSure = isSure && sure
            classes.append(
                ItemClass(signs: part.signs, values: values, capacity: values.count >= limit ? nil : values.count))
        }
        return classes
    }
}
