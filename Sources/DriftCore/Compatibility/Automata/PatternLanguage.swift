/// Builds the automaton of the strings in which a pattern finds a match.
///
/// The subset construction over positions of the pattern. `^`, `$` and `\b` are decided from the characters on both sides;
/// a look-ahead travels along as an automaton that must still accept, or refuse, the rest of the string; a look-behind
/// is an automaton that has read the string so far.
struct PatternLanguage {
    private let budget: Budget
    private var aheads: [AheadKey: Automaton] = [:]

    private struct AheadKey: Hashable {
        let node: Pattern.Node
        let before: Before
    }

    /// What stands before a place in the string.
    private enum Before: Hashable { case start, word, other }

    /// What stands after a place in the string.
    private enum After: Hashable { case end, word, other }

    static let positionLimit = 20_000

    /// Why there is no automaton.
    enum Failure: Error, Hashable {
        /// Back-references, or a look-behind that looks ahead.
        case notRegular
        case exhausted(Exhausted)
    }

    init(budget: Budget) {
        self.budget = budget
    }

    mutating func automaton(of pattern: Pattern) throws(Failure) -> Automaton {
        try build(pattern.root, searches: true, continues: true, before: .start)
    }

    private mutating func build(
        _ node: Pattern.Node, searches: Bool, continues: Bool, before: Before
    ) throws(Failure) -> Automaton {
        var positions = PatternPositions()
        try positions.add(node)
        // Past the start of the string, what a look-behind has read is not known here.
        guard positions.behinds.isEmpty || before == .start else { throw .notRegular }
        let behinds = try behindAutomata(positions)
        let starts = alphabet(positions, behinds: behinds)
        var construction = Construction(
            positions: positions, behinds: behinds, starts: starts, searches: searches, continues: continues)
        return try construct(&construction, before: before)
    }

    private mutating func behindAutomata(_ positions: PatternPositions) throws(Failure) -> [Automaton] {
        var result: [Automaton] = []
        for node in positions.behinds {
            guard !PatternPositions.looksAhead(node) else { throw .notRegular }
            result.append(try build(node, searches: true, continues: false, before: .start))
        }
        return result
    }

    private mutating func ahead(_ node: Pattern.Node, before: Before) throws(Failure) -> Automaton {
        let key = AheadKey(node: node, before: before)
        if let known = aheads[key] { return known }
        let automaton = try build(node, searches: false, continues: true, before: before)
        aheads[key] = automaton
        return automaton
    }

    private mutating func alphabet(_ positions: PatternPositions, behinds: [Automaton]) -> [UInt32] {
        var starts: Set<UInt32> = [0]
        func add(_ set: CodePointSet) {
            for range in set.ranges {
                starts.insert(range.lowerBound)
                // The gap of the surrogates belongs to the class before it: no string holds any.
                let end = range.upperBound + 1
                starts.insert(end == 0xD800 ? 0xE000 : end)
            }
        }
        positions.sets.forEach(add)
        if positions.hasBoundary { add(.word) }
        for node in positions.aheads { PatternPositions.sets(in: node).forEach(add) }
        for behind in behinds { starts.formUnion(behind.starts) }
        starts.remove(0x110000)
        return starts.sorted()
    }
}

extension PatternLanguage {
    /// A place in the pattern, with what look-aheads passed on the way still demand of the rest.
    private struct Thread: Hashable {
        let position: Int
        let demands: Set<Demand>
    }

    private struct Demand: Hashable {
        let automaton: Automaton
        let state: Int
        let isNegated: Bool

        /// Whether the demand is met, or failed, whatever follows; nil when it depends.
        var outcome: Bool? {
            let row = automaton.next[state * automaton.classCount..<(state + 1) * automaton.classCount]
            guard row.allSatisfy({ $0 == Int32(state) }) else { return nil }
            return automaton.accepting[state] != isNegated
        }
    }

    private struct State: Hashable {
        var threads: Set<Thread>
        var before: Before
        var behinds: [Int]
        /// A match was found with nothing left to demand.
        var isSettled = false
    }

    private struct Construction {
        let positions: PatternPositions
        let behinds: [Automaton]
        let starts: [UInt32]
        let searches: Bool
        let continues: Bool
    }

    private mutating func construct(_ construction: inout Construction, before: Before) throws(Failure) -> Automaton {
        var indexes: [State: Int32] = [:]
        var states: [State] = []
        func index(_ state: State) -> Int32 {
            if let known = indexes[state] { return known }
            indexes[state] = Int32(states.count)
            states.append(state)
            return Int32(states.count - 1)
        }
        let first = Thread(position: construction.positions.entry, demands: [])
        _ = index(State(threads: [first], before: before, behinds: construction.behinds.map { _ in 0 }))
        var next: [Int32] = []
        var accepting: [Bool] = []
        while accepting.count < states.count {
            if states.count > Automaton.stateLimit { throw .exhausted(.states) }
            let state = states[accepting.count]
            do { try budget.spend(1 + state.threads.count) } catch { throw .exhausted(error) }
            if state.isSettled {
                accepting.append(true)
                next += construction.starts.map { _ in Int32(accepting.count - 1) }
                continue
            }
            let atEnd = try closure(state, after: .end, construction)
            accepting.append(
                atEnd.contains { thread in
                    thread.position == PatternPositions.accept
                        && thread.demands.allSatisfy { $0.automaton.accepting[$0.state] != $0.isNegated }
                })
            var closures: [After: Set<Thread>] = [:]
            for start in construction.starts {
                let after: After = CodePointSet.word.contains(start) ? .word : .other
                let threads: Set<Thread>
                if let known = closures[after] {
                    threads = known
                } else {
                    threads = try closure(state, after: after, construction)
                    closures[after] = threads
                }
                next.append(index(step(state, threads, over: start, after: after, construction)))
            }
        }
        return Automaton(starts: construction.starts, next: next, accepting: accepting).minimized()
    }

    private func step(
        _ state: State, _ threads: Set<Thread>, over character: UInt32, after: After, _ construction: Construction
    ) -> State {
        var result = State(
            threads: [], before: after == .word ? .word : .other,
            behinds: zip(construction.behinds, state.behinds).map { $0.state(after: $1, character) })
        for thread in threads {
            let target: Int
            if thread.position == PatternPositions.accept {
                guard construction.continues else { continue }
                target = thread.position
            } else {
                guard case .set(let set, let then) = construction.positions.steps[thread.position],
                    set.contains(character)
                else { continue }
                target = then
            }
            guard let demands = advance(thread.demands, over: character) else { continue }
            if target == PatternPositions.accept, demands.isEmpty, construction.continues {
                return State(threads: [], before: .other, behinds: [], isSettled: true)
            }
            result.threads.insert(Thread(position: target, demands: demands))
        }
        if construction.searches {
            result.threads.insert(Thread(position: construction.positions.entry, demands: []))
        }
        return result
    }

    /// - Returns: nil when one of them has failed.
    private func advance(_ demands: Set<Demand>, over character: UInt32) -> Set<Demand>? {
        var result: Set<Demand> = []
        for demand in demands {
            let state = demand.automaton.state(after: demand.state, character)
            let moved = Demand(automaton: demand.automaton, state: state, isNegated: demand.isNegated)
            switch moved.outcome {
            case false?: return nil
            case true?: continue
            case nil: result.insert(moved)
            }
        }
        return result
    }

    /// The threads that wait for a character, or have matched, once everything that consumes nothing is passed.
    private mutating func closure(
        _ state: State, after: After, _ construction: Construction
    ) throws(Failure) -> Set<Thread> {
        var seen: Set<Thread> = []
        var result: Set<Thread> = []
        var pending = Array(state.threads)
        while let thread = pending.popLast() {
            guard seen.insert(thread).inserted else { continue }
            if seen.count > Self.positionLimit { throw .exhausted(.states) }
            if thread.position == PatternPositions.accept {
                result.insert(thread)
                continue
            }
            func go(_ position: Int) { pending.append(Thread(position: position, demands: thread.demands)) }
            switch construction.positions.steps[thread.position] {
            case .set: result.insert(thread)
            case .fork(let targets): targets.forEach(go)
            case .start(let then): if state.before == .start { go(then) }
            case .end(let then): if after == .end { go(then) }
            case .boundary(let isNegated, let then):
                if ((state.before == .word) != (after == .word)) != isNegated { go(then) }
            case .behind(let index, let isNegated, let then):
                if construction.behinds[index].accepting[state.behinds[index]] != isNegated { go(then) }
            case .ahead(let index, let isNegated, let then):
                let automaton = try ahead(construction.positions.aheads[index], before: state.before)
                let demand = Demand(automaton: automaton, state: 0, isNegated: isNegated)
                switch demand.outcome {
                case false?: continue
                case true?: go(then)
                case nil: pending.append(Thread(position: then, demands: thread.demands.union([demand])))
                }
            }
        }
        return result
    }
}
