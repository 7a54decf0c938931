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
        try automaton(of: pattern.root)
    }

    mutating func automaton(of node: Pattern.Node) throws(Failure) -> Automaton {
        try build(node, searches: true, continues: true, before: .start)
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
    /// What look-aheads passed on the way still demand of the rest of the string.
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

    /// A place in the pattern together with demands. Its number is the place itself where there are none.
    private struct Thread: Hashable {
        let position: Int
        let demands: Set<Demand>
    }

    private struct State: Hashable {
        /// Numbers of threads, sorted.
        var threads: [Int]
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
        /// Threads with demands, numbered after the places.
        var demanding: [Thread] = []
        var numbers: [Thread: Int] = [:]
        /// By thread, the last closure that has seen it.
        var stamps: [Int] = []
        var stamp = 0

        /// The place where the pattern has matched comes after all others.
        var accept: Int { positions.steps.count }

        mutating func number(_ position: Int, _ demands: Set<Demand>) -> Int {
            let position = position == PatternPositions.accept ? accept : position
            if demands.isEmpty { return position }
            let thread = Thread(position: position, demands: demands)
            if let known = numbers[thread] { return known }
            demanding.append(thread)
            numbers[thread] = accept + demanding.count
            return accept + demanding.count
        }

        func position(_ thread: Int) -> Int { thread <= accept ? thread : demanding[thread - accept - 1].position }
        func demands(_ thread: Int) -> Set<Demand> { thread <= accept ? [] : demanding[thread - accept - 1].demands }

        mutating func isNew(_ thread: Int) -> Bool {
            while stamps.count <= thread { stamps.append(0) }
            if stamps[thread] == stamp { return false }
            stamps[thread] = stamp
            return true
        }
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
        let entry = construction.number(construction.positions.entry, [])
        _ = index(State(threads: [entry], before: before, behinds: construction.behinds.map { _ in 0 }))
        var next: [Int32] = []
        var accepting: [Bool] = []
        while accepting.count < states.count {
            if states.count > Automaton.stateLimit { throw .exhausted(.states) }
            let state = states[accepting.count]
            if state.isSettled {
                accepting.append(true)
                next += construction.starts.map { _ in Int32(accepting.count - 1) }
                continue
            }
            let atEnd = try closure(state, after: .end, &construction)
            do { try budget.spend(1 + atEnd.count * construction.starts.count / 64) } catch { throw .exhausted(error) }
            accepting.append(
                atEnd.contains { thread in
                    construction.position(thread) == construction.accept
                        && construction.demands(thread).allSatisfy { $0.automaton.accepting[$0.state] != $0.isNegated }
                })
            var closures: [After: [Int]] = [:]
            for start in construction.starts {
                let after: After = CodePointSet.word.contains(start) ? .word : .other
                let threads: [Int]
                if let known = closures[after] {
                    threads = known
                } else {
                    threads = try closure(state, after: after, &construction)
                    closures[after] = threads
                }
                next.append(index(step(state, threads, over: start, after: after, &construction)))
            }
        }
        return Automaton(starts: construction.starts, next: next, accepting: accepting).minimized()
    }

    private func step(
        _ state: State, _ threads: [Int], over character: UInt32, after: After, _ construction: inout Construction
    ) -> State {
        var result = State(
            threads: [], before: after == .word && construction.positions.hasBoundary ? .word : .other,
            behinds: zip(construction.behinds, state.behinds).map { $0.state(after: $1, character) })
        construction.stamp += 1
        for thread in threads {
            let position = construction.position(thread)
            let target: Int
            if position == construction.accept {
                guard construction.continues else { continue }
                target = PatternPositions.accept
            } else {
                guard case .set(let set, let then) = construction.positions.steps[position], set.contains(character)
                else { continue }
                target = then
            }
            guard let demands = advance(construction.demands(thread), over: character) else { continue }
            if target == PatternPositions.accept, demands.isEmpty, construction.continues {
                return State(threads: [], before: .other, behinds: [], isSettled: true)
            }
            let number = construction.number(target, demands)
            if construction.isNew(number) { result.threads.append(number) }
        }
        if construction.searches {
            let entry = construction.number(construction.positions.entry, [])
            if construction.isNew(entry) { result.threads.append(entry) }
        }
        result.threads.sort()
        return result
    }

    /// - Returns: nil when one of them has failed.
    private func advance(_ demands: Set<Demand>, over character: UInt32) -> Set<Demand>? {
        if demands.isEmpty { return demands }
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
        _ state: State, after: After, _ construction: inout Construction
    ) throws(Failure) -> [Int] {
        var result: [Int] = []
        var pending = state.threads
        construction.stamp += 1
        while let thread = pending.popLast() {
            guard construction.isNew(thread) else { continue }
            if thread > 2 * Self.positionLimit { throw .exhausted(.states) }
            let position = construction.position(thread)
            if position == construction.accept {
                result.append(thread)
                continue
            }
            let demands = construction.demands(thread)
            switch construction.positions.steps[position] {
            case .set: result.append(thread)
            case .fork(let targets): for target in targets { pending.append(construction.number(target, demands)) }
            case .start(let then): if state.before == .start { pending.append(construction.number(then, demands)) }
            case .end(let then): if after == .end { pending.append(construction.number(then, demands)) }
            case .boundary(let isNegated, let then):
                if ((state.before == .word) != (after == .word)) != isNegated {
                    pending.append(construction.number(then, demands))
                }
            case .behind(let index, let isNegated, let then):
                if construction.behinds[index].accepting[state.behinds[index]] != isNegated {
                    pending.append(construction.number(then, demands))
                }
            case .ahead(let index, let isNegated, let then):
                let automaton = try ahead(construction.positions.aheads[index], before: state.before)
                let demand = Demand(automaton: automaton, state: 0, isNegated: isNegated)
                switch demand.outcome {
                case false?: continue
                case true?: pending.append(construction.number(then, demands))
                case nil: pending.append(construction.number(then, demands.union([demand])))
                }
            }
        }
        return result
    }
}
