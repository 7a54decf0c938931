/// The words of a regular language, shortest first, with plain characters where there is a choice.
struct Words {
    private let automaton: Automaton
    /// The transitions out of each state, by how plain their plainest character is.
    private let edges: [[Edge]]
    /// For each length, the states from which a word of just that length is accepted.
    private var accepted: [[Bool]]
    private let budget: Budget

    private struct Edge {
        let target: Int
        let range: ClosedRange<UInt32>
        let rank: UInt32
    }

    /// Longer words are not built.
    static let longestWord = 70_000

    init(_ automaton: Automaton, budget: Budget) {
        self.automaton = automaton
        self.budget = budget
        var edges: [[Edge]] = Array(repeating: [], count: automaton.stateCount)
        let ranges = automaton.starts.indices.map { index in
            automaton.starts[index]...(index + 1 < automaton.starts.count ? automaton.starts[index + 1] - 1 : 0x10FFFF)
        }
        for state in edges.indices {
            for (column, range) in ranges.enumerated() {
                let target = Int(automaton.next[state * automaton.classCount + column])
                if target == state, !automaton.accepting[state],
                    (0..<ranges.count).allSatisfy({ automaton.next[state * automaton.classCount + $0] == Int32(state) })
                {
                    continue
                }
                let rank = Self.characters(in: range, limit: 1).first.map(Self.rank) ?? .max
                edges[state].append(Edge(target: target, range: range, rank: rank))
            }
            edges[state].sort { ($0.rank, $0.range.lowerBound) < ($1.rank, $1.range.lowerBound) }
        }
        self.edges = edges
        accepted = [automaton.accepting]
    }

    /// Up to `limit` words with a length in the range that are not in the set; fewer only if there are no more.
    mutating func first(
        _ limit: Int, lengths: ClosedRange<Int>, avoiding excluded: Set<JSONString>
    ) throws(Exhausted) -> [JSONString] {
        var found: [JSONString] = []
        var seen = excluded
        var length = lengths.lowerBound
        // A word longer than every shorter one by the number of states could be pumped down: then there is none.
        var lastAccepted = lengths.lowerBound - 1
        while length <= lengths.upperBound, length <= lastAccepted + 1 + automaton.stateCount, found.count < limit {
            if length > Self.longestWord { throw .depth }
            try extend(to: length)
            if accepted[length][0] {
                lastAccepted = length
                var word: [UInt32] = []
                try collect(from: 0, length: length, word: &word, limit: limit, avoiding: &seen, into: &found)
            }
            length += 1
        }
        return found
    }

    private mutating func extend(to length: Int) throws(Exhausted) {
        while accepted.count <= length {
            try budget.spend(1 + automaton.stateCount / 32)
            let last = accepted[accepted.count - 1]
            accepted.append(edges.map { $0.contains { last[$0.target] } })
        }
    }

    private func collect(
        from state: Int, length: Int, word: inout [UInt32], limit: Int, avoiding seen: inout Set<JSONString>,
        into found: inout [JSONString]
    ) throws(Exhausted) {
        // Iterative along the first choice, so that long words do not nest calls: alternatives are tried from the end.
        struct Level {
            var state: Int
            var choices: [(character: UInt32, target: Int)]
            var position: Int
        }
        func choices(_ state: Int, _ rest: Int) -> [(character: UInt32, target: Int)] {
            var result: [(character: UInt32, target: Int)] = []
            // Each choice leads to a word of its own, so with this many one is always left.
            let wanted = limit - found.count + seen.count
            for edge in edges[state] where accepted[rest - 1][edge.target] {
                for character in Self.characters(in: edge.range, limit: wanted) {
                    result.append((character, edge.target))
                }
                if result.count >= wanted { break }
            }
            return result
        }
        var levels: [Level] = []
        var current = state
        while true {
            if levels.count == length {
                let text = JSONString(Self.text(word))
                try budget.spend(1 + length / 16)
                if seen.insert(text).inserted { found.append(text) }
                if found.count >= limit { return }
                // Back to the nearest level with another choice.
                while var level = levels.popLast() {
                    word.removeLast()
                    level.position += 1
                    if level.position < level.choices.count {
                        word.append(level.choices[level.position].character)
                        current = level.choices[level.position].target
                        levels.append(level)
                        break
                    }
                }
                if levels.isEmpty { return }
                continue
            }
            let options = choices(current, length - levels.count)
            try budget.spend(options.count / 32)
            guard let first = options.first else { return }
            word.append(first.character)
            levels.append(Level(state: current, choices: options, position: 0))
            current = first.target
        }
    }

    private static func text(_ word: [UInt32]) -> String {
        var scalars = String.UnicodeScalarView()
        for value in word { if let scalar = Unicode.Scalar(value) { scalars.append(scalar) } }
        return String(scalars)
    }

    /// Letters, digits and other plain ASCII before the rest.
    private static let plain: [ClosedRange<UInt32>] = [
        0x61...0x7A, 0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x2D...0x2E, 0x20...0x7E, 0xA1...0xD7FF, 0xE000...0x10FFFF,
        0...0x1F, 0x7F...0xA0,
    ]

    private static func rank(_ character: UInt32) -> UInt32 {
        var rank: UInt32 = 0
        for range in plain {
            if range.contains(character) { return rank + (character - range.lowerBound) }
            rank += range.upperBound - range.lowerBound + 1
        }
        return rank
    }

    private static func characters(in range: ClosedRange<UInt32>, limit: Int) -> [UInt32] {
        var result: [UInt32] = []
        for (index, preferred) in plain.enumerated() where preferred.overlaps(range) {
            let before = plain[..<index].filter { $0.overlaps(preferred) }
            let common = preferred.clamped(to: range)
            for character in common where !before.contains(where: { $0.contains(character) }) {
                result.append(character)
                if result.count >= limit { return result }
            }
        }
        return result
    }
}
