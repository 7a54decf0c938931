/// A complete deterministic automaton over Unicode scalar values: a regular set of strings.
///
/// Scalars that no transition tells apart share a class. Minimal automata of one language over the same classes are equal.
struct Automaton: Hashable, Sendable {
    /// Where each class of scalars starts; it ends before the next one. The first is 0.
    let starts: [UInt32]
    /// The state after each state and class, by state first. The start state is 0.
    let next: [Int32]
    let accepting: [Bool]

    static let stateLimit = 4_096

    var classCount: Int { starts.count }
    var stateCount: Int { accepting.count }

    static let everything = Automaton(starts: [0], next: [0], accepting: [true])

    func state(after state: Int, _ scalar: UInt32) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= scalar { low = middle } else { high = middle }
        }
        return Int(next[state * starts.count + low])
    }

    func accepts(_ text: String) -> Bool {
        var state = 0
        for scalar in text.unicodeScalars { state = self.state(after: state, scalar.value) }
        return accepting[state]
    }

    var complement: Automaton { Automaton(starts: starts, next: next, accepting: accepting.map { !$0 }) }
}

extension Automaton {
    /// The strings that each automaton accepts, or refuses where its sign is false.
    static func intersection(_ parts: [(automaton: Automaton, sign: Bool)], budget: Budget) throws(Exhausted)
        -> Automaton
    {
        if parts.isEmpty { return .everything }
        if parts.count == 1 { return parts[0].sign ? parts[0].automaton : parts[0].automaton.complement }
        let starts = Set(parts.flatMap(\.automaton.starts)).sorted()
        // For each part, the class of its own alphabet that a common class lies in.
        let classes = parts.map { part in
            var position = 0
            return starts.map { start in
                while position + 1 < part.automaton.starts.count, part.automaton.starts[position + 1] <= start {
                    position += 1
                }
                return position
            }
        }
        let widths = parts.map(\.automaton.classCount)
        var indexes: [[Int32]: Int32] = [:]
        var states: [[Int32]] = []
        func index(_ state: [Int32]) -> Int32 {
            if let known = indexes[state] { return known }
            indexes[state] = Int32(states.count)
            states.append(state)
            return Int32(states.count - 1)
        }
        _ = index(parts.map { _ in 0 })
        var next: [Int32] = []
        var done = 0
        while done < states.count {
            if states.count > stateLimit { throw .states }
            try budget.spend(1 + starts.count / 16)
            let state = states[done]
            done += 1
            for common in starts.indices {
                var target = state
                for part in parts.indices {
                    target[part] = parts[part].automaton.next[Int(state[part]) * widths[part] + classes[part][common]]
                }
                next.append(index(target))
            }
        }
        let accepting = states.map { state in
            parts.indices.allSatisfy { parts[$0].automaton.accepting[Int(state[$0])] == parts[$0].sign }
        }
        return Automaton(starts: starts, next: next, accepting: accepting).minimized()
    }

    /// The least automaton of the same language, states numbered from the start by class, classes joined where they may be.
    func minimized() -> Automaton {
        let width = classCount
        let block = StatePartition(self).blocks
        var numbers: [Int: Int32] = [block[0]: 0]
        var order = [0]
        var table: [[Int32]] = []
        while table.count < order.count {
            let state = order[table.count]
            var row: [Int32] = []
            row.reserveCapacity(width)
            for column in 0..<width {
                let target = Int(next[state * width + column])
                if let known = numbers[block[target]] {
                    row.append(known)
                } else {
                    numbers[block[target]] = Int32(order.count)
                    row.append(Int32(order.count))
                    order.append(target)
                }
            }
            table.append(row)
        }
        let kept = starts.indices.filter { column in
            column == 0 || table.contains { $0[column] != $0[column - 1] }
        }
        return Automaton(
            starts: kept.map { starts[$0] },
            next: table.flatMap { row in kept.map { row[$0] } },
            accepting: order.map { accepting[$0] })
    }
}
