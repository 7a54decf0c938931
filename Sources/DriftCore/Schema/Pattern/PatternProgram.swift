/// A pattern as instructions of a virtual machine, run by simulating all ways at once or by backtracking.
struct PatternProgram: Sendable {
    enum Instruction: Sendable, Hashable {
        /// Consumes one code point of the set with this index, then goes on.
        case set(Int)
        case jump(Int)
        /// Both ways; the first is preferred, which only backtracking sees.
        case split(Int, Int)
        case start
        case end
        case wordBoundary(isNegated: Bool)
        /// Consumes nothing; asks the sub-program with this index.
        case look(Int, isNegated: Bool)
        case accept
        // For backtracking alone
        case save(slot: Int)
        case backReference(Int)
        case clear(slots: Range<Int>)
        /// Remembers where an iteration starts.
        case mark(register: Int)
        /// Fails when the iteration consumed nothing.
        case progress(register: Int)
    }

    let instructions: [Instruction]
    /// Whether it reads from right to left: look-behinds when backtracking, look-aheads when simulating.
    let isBackward: Bool
}

/// A program for a whole pattern: its sets, its look-arounds inside out, and what to run.
struct CompiledPattern: Sendable {
    private(set) var sets: [CodePointSet] = []
    /// A look-around comes after those inside it.
    private(set) var looks: [PatternProgram] = []
    private(set) var isAhead: [Bool] = []
    private(set) var main = PatternProgram(instructions: [], isBackward: false)
    private(set) var registerCount = 0
    private(set) var groupCount = 0

    /// Counted repetitions are written out; a program may not get longer than this.
    static let longest = 250_000

    /// - Parameter backtracks: For patterns with back-references. Captures are kept, and a look-around reads away from its
    ///   place; a simulation reads towards it, to know of every place at once whether it holds there.
    /// - Returns: nil when the program would be too long.
    init?(_ pattern: Pattern, backtracks: Bool) {
        var writer = Writer(backtracks: backtracks)
        writer.write(pattern.root, isBackward: false)
        guard !writer.isTooLong else { return nil }
        sets = writer.sets
        looks = writer.looks
        isAhead = writer.isAhead
        registerCount = writer.registerCount
        groupCount = writer.groupCount
        main = PatternProgram(instructions: writer.code + [.accept], isBackward: false)
    }
}

private struct Writer {
    let backtracks: Bool
    var code: [PatternProgram.Instruction] = []
    var sets: [CodePointSet] = []
    var looks: [PatternProgram] = []
    var isAhead: [Bool] = []
    var registerCount = 0
    var groupCount = 0
    /// Instructions of all programs.
    var length = 0
    var isTooLong: Bool { length > CompiledPattern.longest }

    private var setIndexes: [CodePointSet: Int] = [:]

    init(backtracks: Bool) {
        self.backtracks = backtracks
    }

    private mutating func emit(_ instruction: PatternProgram.Instruction) {
        length += 1
        if !isTooLong { code.append(instruction) }
    }

    mutating func write(_ node: Pattern.Node, isBackward: Bool) {
        guard !isTooLong else { return }
        switch node {
        case .empty: break
        case .set(let set): emit(.set(index(of: set)))
        case .sequence(let nodes):
            for node in isBackward ? nodes.reversed() : nodes { write(node, isBackward: isBackward) }
        case .alternation(let nodes): write(alternatives: nodes, isBackward: isBackward)
        case .repetition(let node, let min, let max, let isLazy):
            repeatNode(node, min: min, max: max, isLazy: isLazy, isBackward: isBackward)
        case .capture(let number, let node):
            groupCount = Swift.max(groupCount, number)
            if backtracks { emit(.save(slot: isBackward ? 2 * number + 1 : 2 * number)) }
            write(node, isBackward: isBackward)
            if backtracks { emit(.save(slot: isBackward ? 2 * number : 2 * number + 1)) }
        case .backReference(let number):
            groupCount = Swift.max(groupCount, number)
            emit(.backReference(number))
        case .start: emit(.start)
        case .end: emit(.end)
        case .wordBoundary(let isNegated): emit(.wordBoundary(isNegated: isNegated))
        case .look(let node, let ahead, let isNegated):
            let outer = code
            code = []
            let backward = backtracks ? !ahead : ahead
            write(node, isBackward: backward)
            emit(.accept)
            looks.append(PatternProgram(instructions: code, isBackward: backward))
            isAhead.append(ahead)
            code = outer
            emit(.look(looks.count - 1, isNegated: isNegated))
        }
    }

    private mutating func index(of set: CodePointSet) -> Int {
        if let known = setIndexes[set] { return known }
        sets.append(set)
        setIndexes[set] = sets.count - 1
        return sets.count - 1
    }

    private mutating func write(alternatives nodes: [Pattern.Node], isBackward: Bool) {
        var jumps: [Int] = []
        for (number, node) in nodes.enumerated() {
            guard number < nodes.count - 1 else {
                write(node, isBackward: isBackward)
                break
            }
            let split = code.count
            emit(.split(0, 0))
            write(node, isBackward: isBackward)
            jumps.append(code.count)
            emit(.jump(0))
            guard !isTooLong else { return }
            code[split] = .split(split + 1, code.count)
        }
        guard !isTooLong else { return }
        for jump in jumps { code[jump] = .jump(code.count) }
    }

    private mutating func repeatNode(_ node: Pattern.Node, min: Int, max: Int?, isLazy: Bool, isBackward: Bool) {
        // A body that writes nothing would be repeated for nothing.
        if node == .empty { return }
        for _ in 0..<min {
            if isTooLong { return }
            iteration(of: node, mayBeEmpty: true, isBackward: isBackward)
        }
        guard let max else {
            let split = code.count
            emit(.split(0, 0))
            iteration(of: node, mayBeEmpty: false, isBackward: isBackward)
            emit(.jump(split))
            guard !isTooLong else { return }
            code[split] = isLazy ? .split(code.count, split + 1) : .split(split + 1, code.count)
            return
        }
        // Each further one is inside the one before: x(x(x)?)?.
        var splits: [Int] = []
        for _ in min..<max {
            if isTooLong { return }
            splits.append(code.count)
            emit(.split(0, 0))
            iteration(of: node, mayBeEmpty: false, isBackward: isBackward)
        }
        guard !isTooLong else { return }
        for split in splits { code[split] = isLazy ? .split(code.count, split + 1) : .split(split + 1, code.count) }
    }

    private mutating func iteration(of node: Pattern.Node, mayBeEmpty: Bool, isBackward: Bool) {
        guard backtracks else { return write(node, isBackward: isBackward) }
        let captures = node.captures
        if let first = captures.min(), let last = captures.max() { emit(.clear(slots: 2 * first..<2 * last + 2)) }
        let register = registerCount
        if !mayBeEmpty {
            registerCount += 1
            emit(.mark(register: register))
        }
        write(node, isBackward: isBackward)
        if !mayBeEmpty { emit(.progress(register: register)) }
    }
}

extension Pattern.Node {
    /// The numbers of the groups inside.
    fileprivate var captures: [Int] {
        switch self {
        case .empty, .set, .backReference, .start, .end, .wordBoundary: []
        case .sequence(let nodes), .alternation(let nodes): nodes.flatMap(\.captures)
        case .repetition(let node, _, _, _), .look(let node, _, _): node.captures
        case .capture(let number, let node): [number] + node.captures
        }
    }
}
