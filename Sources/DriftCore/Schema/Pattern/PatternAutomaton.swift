/// A deterministic automaton that finds a pattern in a text: one table look-up for each code point.
struct PatternAutomaton: Sendable {
    /// `state * classCount + class` → state.
    private let transitions: [Int32]
    private let acceptsAtEnd: [Bool]
    private let classes: CodePointClasses
    private let start: Int32

    fileprivate static let matched: Int32 = -1
    fileprivate static let mostStates = 600
    fileprivate static let mostEntries = 60_000

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
            if state < 0 { return true }
            state = transitions[Int(state) * width + classes[scalar.value]]
        }
        return state < 0 || acceptsAtEnd[Int(state)]
    }
}

/// Builds the states one after the other.
///
/// A state is a set of places in the program before assertions are tried, with what stood before: assertions
/// look both ways, so they are tried when the next code point is known.
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
    /// A place is in the set at work when its stamp is the current one.
    private var stamps: [Int]
    private var stamp = 0
    private var pending: [Int32] = []
    private var consuming: [Int32] = []

    /// What stands beside a place.
    private enum Side: UInt8 {
        case edge, word, other
    }

    private struct Key: Hashable {
        var places: [Int32]
        var before: Side
    }

    init(_ pattern: CompiledPattern) {
        program = pattern.main.instructions
        asksStart = program.contains(.start)
        asksWord = program.contains { if case .wordBoundary = $0 { true } else { false } }
        let sets = pattern.sets + (asksWord ? [CodePointSet.word] : [])
        let classes = CodePointClasses(sets)
        self.classes = classes
        membership = sets.map { set in classes.samples.map(set.contains) }
        isWord = asksWord ? membership[sets.count - 1] : Array(repeating: false, count: classes.count)
        stamps = Array(repeating: 0, count: program.count)
    }

    mutating func build() -> Bool {
        startState = number(of: Key(places: [], before: asksStart || asksWord ? .edge : .other))
        var next = 0
        while next < keys.count {
            guard keys.count <= PatternAutomaton.mostStates,
                keys.count * classes.count <= PatternAutomaton.mostEntries
            else { return false }
            let key = keys[next]
            // Without word boundaries all code points open the same ways.
            let isFoundBefore = asksWord ? false : close(key, after: .other)
            for codeClass in 0..<classes.count {
                let after: Side = isWord[codeClass] ? .word : .other
                let isFound = asksWord ? close(key, after: after) : isFoundBefore
                transitions.append(isFound ? PatternAutomaton.matched : target(codeClass, after))
            }
            acceptsAtEnd.append(close(key, after: .edge))
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

    /// The state after one code point, from the places in `consuming`.
    private mutating func target(_ codeClass: Int, _ after: Side) -> Int32 {
        var places: [Int32] = []
        for place in consuming {
            if case .set(let set) = program[Int(place)], membership[set][codeClass] { places.append(place + 1) }
        }
        places.sort()
        return number(of: Key(places: places, before: asksWord ? after : .other))
    }

    private mutating func open(_ place: Int32) {
        guard stamps[Int(place)] != stamp else { return }
        stamps[Int(place)] = stamp
        pending.append(place)
    }

    /// Follows all that consumes nothing; leaves the places that consume in `consuming`. True when the pattern is found.
    private mutating func close(_ key: Key, after: Side) -> Bool {
        stamp += 1
        pending.removeAll(keepingCapacity: true)
        consuming.removeAll(keepingCapacity: true)
        // A match may start anywhere.
        open(0)
        for place in key.places { open(place) }
        while let place = pending.popLast() {
            switch program[Int(place)] {
            case .set: consuming.append(place)
            case .jump(let target): open(Int32(target))
            case .split(let first, let second):
                open(Int32(first))
                open(Int32(second))
            case .start: if key.before == .edge { open(place + 1) }
            case .end: if after == .edge { open(place + 1) }
            case .wordBoundary(let isNegated):
                if ((key.before == .word) != (after == .word)) != isNegated { open(place + 1) }
            case .accept: return true
            case .look, .save, .backReference, .clear, .mark, .progress: break
            }
        }
        return false
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
        var borders: [UInt32] = [0]
        for set in sets {
            for range in set.ranges {
                borders.append(range.lowerBound)
                borders.append(range.upperBound + 1)
            }
        }
        borders.sort()
        var starts: [UInt32] = []
        for border in borders where border != starts.last { starts.append(border) }
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
