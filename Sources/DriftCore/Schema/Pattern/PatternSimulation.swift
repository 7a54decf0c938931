/// Runs a program over a text with all ways at once (after Thompson): at most one step for each instruction and place.
struct PatternSimulation {
    private let pattern: CompiledPattern
    private let text: [UInt32]
    private var budget: Int
    /// For each look-around, the places where its body matches.
    private var lookPlaces: [[Bool]] = []

    init(_ pattern: CompiledPattern, text: [UInt32], budget: Int) {
        self.pattern = pattern
        self.text = text
        self.budget = budget
    }

    mutating func answer() -> PatternMatcher.Answer {
        for program in pattern.looks {
            guard let places = places(of: program, stopsAtFirst: false) else { return .exhausted }
            lookPlaces.append(places)
        }
        guard let places = places(of: pattern.main, stopsAtFirst: true) else { return .exhausted }
        return places.contains(true) ? .matches : .differs
    }

    /// At each place, whether a match ends there in the direction of reading. Nil when the budget is spent.
    private mutating func places(of program: PatternProgram, stopsAtFirst: Bool) -> [Bool]? {
        var found = [Bool](repeating: false, count: text.count + 1)
        var active = ThreadList(program.instructions.count)
        var next = ThreadList(program.instructions.count)
        for step in 0...text.count {
            let place = program.isBackward ? text.count - step : step
            active.add(0)
            // Instructions that consume nothing lengthen the list while it is read.
            var position = 0
            while position < active.count {
                budget -= 1
                if budget < 0 { return nil }
                let counter = active[position]
                position += 1
                switch program.instructions[counter] {
                case .set(let set):
                    let index = program.isBackward ? place - 1 : place
                    if text.indices.contains(index), pattern.sets[set].contains(text[index]) { next.add(counter + 1) }
                case .jump(let target): active.add(target)
                case .split(let first, let second):
                    active.add(first)
                    active.add(second)
                case .start: if place == 0 { active.add(counter + 1) }
                case .end: if place == text.count { active.add(counter + 1) }
                case .wordBoundary(let isNegated):
                    if text.isWordBoundary(at: place) != isNegated { active.add(counter + 1) }
                case .look(let index, let isNegated):
                    if lookPlaces[index][place] != isNegated { active.add(counter + 1) }
                case .accept:
                    found[place] = true
                    if stopsAtFirst { return found }
                case .save, .clear, .mark, .progress: active.add(counter + 1)
                case .backReference: break
                }
            }
            swap(&active, &next)
            next.removeAll()
        }
        return found
    }
}

extension [UInt32] {
    func isWordBoundary(at place: Int) -> Bool {
        let before = place > 0 && CodePointSet.word.contains(self[place - 1])
        let after = place < count && CodePointSet.word.contains(self[place])
        return before != after
    }
}

/// A set of instructions in the order they were added; clearing costs nothing.
private struct ThreadList {
    private var members: [Int] = []
    private var generation = 1
    private var stamps: [Int]

    init(_ size: Int) {
        stamps = [Int](repeating: 0, count: size)
    }

    var count: Int { members.count }
    subscript(position: Int) -> Int { members[position] }

    mutating func add(_ counter: Int) {
        guard stamps[counter] != generation else { return }
        stamps[counter] = generation
        members.append(counter)
    }

    mutating func removeAll() {
        members.removeAll(keepingCapacity: true)
        generation += 1
    }
}
