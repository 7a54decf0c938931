/// A deterministic automaton that finds a pattern in a text: one table look-up for each code point.
///
/// A state is a set of places in the program before assertions are tried, with what stood before: assertions
/// look both ways, so they are tried when the next code point is known.
struct PatternAutomaton: Sendable {
    /// `state * classCount + class` → state.
    private let transitions: [Int32]
    private let acceptsAtEnd: [Bool]
    private let classes: CodePointClasses
    private let start: Int32

    private static let matched: Int32 = -1
    private static let dead: Int32 = -2
    private static let mostStates = 600
    private static let mostEntries = 60_000

    /// - Returns: nil when it would have too many states, or the pattern is not for automata.
    init?(_ pattern: CompiledPattern) {
        guard pattern.looks.isEmpty, pattern.main.instructions.count <= 5_000 else { return nil }
        var builder = Builder(pattern)
        guard builder.build() else { return nil }
        transitions = builder.transitions
        acceptsAtEnd = builder.acceptsAtEnd
        classes = builder.classes
        start = builder.startState
    }

    func matches(_ text: String) -> Bool {
        var state = start
        let width = classes.count
        for scalar in text.unicodeScalars {
            if state < 0 { break }
            state = transitions[Int(state) * width + classes[scalar.value]]
        }
        return state == Self.matched || (state >= 0 && acceptsAtEnd[Int(state)])
    }

    /// What stands beside a place.
    private enum Side: Hashable {
        case edge, word, other
    }

    private struct Key: Hashable {
        var places: [Int]
        var before: Side
    }

    private struct Builder {
        let program: [PatternProgram.Instruction]
        let classes: CodePointClasses
        /// By set, then by class.
        let membership: [[Bool]]
        let isWord: [Bool]
        let asksStart: Bool
        let asksWord: Bool
        var transitions: [Int32] = []
        var acceptsAtEnd: [Bool] = []
        var startState: Int32 = 0
        private var keys: [Key] = []
        private var numbers: [Key: Int32] = [:]

        init(_ pattern: CompiledPattern) {
            program = pattern.main.instructions
            asksStart = program.contains(.start)
            asksWord = program.contains { if case .wordBoundary = $0 { true } else { false } }
            let sets = pattern.sets + (asksWord ? [CodePointSet.word] : [])
            let classes = CodePointClasses(sets)
            self.classes = classes
            membership = sets.map { set in classes.samples.map(set.contains) }
            isWord = asksWord ? membership[sets.count - 1] : Array(repeating: false, count: classes.count)
        }

        mutating func build() -> Bool {
            startState = number(of: Key(places: [], before: asksStart || asksWord ? .edge : .other))
            var next = 0
            while next < keys.count {
                guard keys.count <= PatternAutomaton.mostStates,
                    keys.count * classes.count <= PatternAutomaton.mostEntries
                else { return false }
                let key = keys[next]
                for codeClass in 0..<classes.count { transitions.append(target(of: key, codeClass)) }
                acceptsAtEnd.append(closure(of: key, after: .edge) == nil)
                next += 1
            }
            return true
        }

        private mutating func number(of key: Key) -> Int32 {
            if let known = numbers[key] { return known }
            let number = Int32(keys.count)
            keys.append(key)
            numbers[key] = number
            return number
        }

        private mutating func target(of key: Key, _ codeClass: Int) -> Int32 {
            let after: Side = isWord[codeClass] ? .word : .other
            guard let places = closure(of: key, after: after) else { return PatternAutomaton.matched }
            var next: Set<Int> = []
            for place in places {
                if case .set(let set) = program[place], membership[set][codeClass] { next.insert(place + 1) }
            }
            return number(of: Key(places: next.sorted(), before: asksWord ? after : .other))
        }

        /// The places that consume, once all assertions are tried; nil when the pattern is found.
        private func closure(of key: Key, after: Side) -> [Int]? {
            var seen = Set(key.places + [0])
            var pending = Array(seen)
            var consuming: [Int] = []
            func go(_ place: Int) {
                if seen.insert(place).inserted { pending.append(place) }
            }
            while let place = pending.popLast() {
                switch program[place] {
                case .set: consuming.append(place)
                case .jump(let target): go(target)
                case .split(let first, let second):
                    go(first)
                    go(second)
                case .start: if key.before == .edge { go(place + 1) }
                case .end: if after == .edge { go(place + 1) }
                case .wordBoundary(let isNegated):
                    if ((key.before == .word) != (after == .word)) != isNegated { go(place + 1) }
                case .accept: return nil
                case .look, .save, .backReference, .clear, .mark, .progress: break
                }
            }
            return consuming
        }
    }
}

/// A partition of the code points such that the members of a class are in the same sets.
struct CodePointClasses: Sendable {
    /// One member of each class.
    let samples: [UInt32]
    private let ascii: [Int]
    private let starts: [UInt32]
    private let numbers: [Int]

    var count: Int { samples.count }

    init(_ sets: [CodePointSet]) {
        var borders: Set<UInt32> = [0]
        for range in sets.flatMap(\.ranges) {
            borders.insert(range.lowerBound)
            borders.insert(range.upperBound + 1)
        }
        let starts = borders.sorted()
        var classes: [[Bool]: Int] = [:]
        var samples: [UInt32] = []
        let numbers = starts.map { start in
            let signature = sets.map { $0.contains(start) }
            if let known = classes[signature] { return known }
            classes[signature] = samples.count
            samples.append(start)
            return samples.count - 1
        }
        self.starts = starts
        self.numbers = numbers
        self.samples = samples
        ascii = (0..<128).map { Self.number(of: $0, starts, numbers) }
    }

    subscript(codePoint: UInt32) -> Int {
        codePoint < 128 ? ascii[Int(codePoint)] : Self.number(of: codePoint, starts, numbers)
    }

    private static func number(of codePoint: UInt32, _ starts: [UInt32], _ numbers: [Int]) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= codePoint { low = middle } else { high = middle }
        }
        return numbers[low]
    }
}
