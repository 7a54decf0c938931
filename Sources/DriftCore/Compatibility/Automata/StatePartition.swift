/// The states of an automaton that no string tells apart (Hopcroft's algorithm).
struct StatePartition {
    /// For each state its block.
    private(set) var blocks: [Int]
    /// All states, those of a block next to each other.
    private var states: [Int]
    private var places: [Int]
    private var firsts: [Int] = []
    private var ends: [Int] = []

    init(_ automaton: Automaton) {
        let count = automaton.stateCount
        let accepting = automaton.accepting.indices.filter { automaton.accepting[$0] }
        states = accepting + automaton.accepting.indices.filter { !automaton.accepting[$0] }
        places = Array(repeating: 0, count: count)
        blocks = Array(repeating: 0, count: count)
        for (place, state) in states.enumerated() {
            places[state] = place
            blocks[state] = place < accepting.count ? 0 : 1
        }
        if accepting.isEmpty || accepting.count == count {
            blocks = Array(repeating: 0, count: count)
            return
        }
        firsts = [0, accepting.count]
        ends = [accepting.count, count]
        refine(automaton)
    }

    private mutating func refine(_ automaton: Automaton) {
        let columns = Self.differentColumns(automaton)
        let sources = columns.map { Sources(automaton, column: $0) }
        var pending = [ends[0] <= states.count - ends[0] ? 0 : 1]
        var isPending = [false, false]
        isPending[pending[0]] = true
        var marked: [Int] = []
        while let splitter = pending.popLast() {
            isPending[splitter] = false
            let targets = states[firsts[splitter]..<ends[splitter]]
            for source in sources {
                var touched: [Int] = []
                for target in targets {
                    for state in source.list[source.offsets[target]..<source.offsets[target + 1]] {
                        let block = blocks[state]
                        while marked.count <= block { marked.append(0) }
                        if marked[block] == 0 { touched.append(block) }
                        // Marked states move to the front of their block.
                        swap(places[state], firsts[block] + marked[block])
                        marked[block] += 1
                    }
                }
                for block in touched {
                    let count = marked[block]
                    marked[block] = 0
                    let size = ends[block] - firsts[block]
                    guard count < size else { continue }
                    let new = split(block, count)
                    isPending.append(false)
                    let chosen = isPending[block] || count <= size - count ? new : block
                    pending.append(chosen)
                    isPending[chosen] = true
                }
            }
        }
    }

    private mutating func swap(_ a: Int, _ b: Int) {
        states.swapAt(a, b)
        places[states[a]] = a
        places[states[b]] = b
    }

    /// The first `count` states of a block become a block of their own.
    private mutating func split(_ block: Int, _ count: Int) -> Int {
        let new = firsts.count
        firsts.append(firsts[block])
        ends.append(firsts[block] + count)
        firsts[block] += count
        for place in firsts[new]..<ends[new] { blocks[states[place]] = new }
        return new
    }

    private static func differentColumns(_ automaton: Automaton) -> [Int] {
        var seen: Set<[Int32]> = []
        let width = automaton.classCount
        return (0..<width).filter { column in
            seen.insert((0..<automaton.stateCount).map { automaton.next[$0 * width + column] }).inserted
        }
    }

    /// For one class of characters, the states from which each state is reached.
    private struct Sources {
        var offsets: [Int]
        var list: [Int]

        init(_ automaton: Automaton, column: Int) {
            let count = automaton.stateCount
            offsets = Array(repeating: 0, count: count + 1)
            for state in 0..<count { offsets[Int(automaton.next[state * automaton.classCount + column]) + 1] += 1 }
            for state in 0..<count { offsets[state + 1] += offsets[state] }
            var filled = offsets
            list = Array(repeating: 0, count: count)
            for state in 0..<count {
                let target = Int(automaton.next[state * automaton.classCount + column])
                list[filled[target]] = state
                filled[target] += 1
            }
        }
    }
}
