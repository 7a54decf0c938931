/// Runs a program with back-references: one way after the other, within a budget of steps.
struct PatternBacktracking {
    private let pattern: CompiledPattern
    private let text: [UInt32]
    private var budget: Int

    private struct State {
        var counter = 0
        var place: Int
        /// Start and end of each group, from index 2 on; -1 for one that took no part.
        var slots: [Int]
        /// Where the iteration at work started, by loop.
        var marks: [Int]
    }

    init(_ pattern: CompiledPattern, text: [UInt32], budget: Int) {
        self.pattern = pattern
        self.text = text
        self.budget = budget
    }

    mutating func answer() -> PatternMatcher.Answer {
        for place in 0...text.count {
            let state = State(
                place: place, slots: Array(repeating: -1, count: 2 * pattern.groupCount + 2),
                marks: Array(repeating: -1, count: pattern.registerCount))
            if run(pattern.main, from: state) != nil { return .matches }
            if budget < 0 { return .exhausted }
        }
        return .differs
    }

    /// The first state that accepts; nil when there is none or the budget is spent.
    private mutating func run(_ program: PatternProgram, from start: State) -> State? {
        var alternatives = [start]
        while var state = alternatives.popLast() {
            var isAlive = true
            while isAlive {
                budget -= 1
                if budget < 0 { return nil }
                switch program.instructions[state.counter] {
                case .split(let first, let second):
                    var other = state
                    other.counter = second
                    alternatives.append(other)
                    state.counter = first
                case .jump(let target): state.counter = target
                case .accept: return state
                case .look(let index, let isNegated):
                    var inside = state
                    inside.counter = 0
                    let result = run(pattern.looks[index], from: inside)
                    if budget < 0 { return nil }
                    isAlive = (result != nil) != isNegated
                    // What a look-ahead captured stays; of a negated one nothing does.
                    if let result, !isNegated { state.slots = result.slots }
                    state.counter += 1
                case let instruction:
                    isAlive = advance(&state, by: instruction, isBackward: program.isBackward)
                    state.counter += 1
                }
            }
        }
        return nil
    }

    private func advance(_ state: inout State, by instruction: PatternProgram.Instruction, isBackward: Bool) -> Bool {
        switch instruction {
        case .set(let set):
            let index = isBackward ? state.place - 1 : state.place
            guard text.indices.contains(index), pattern.sets[set].contains(text[index]) else { return false }
            state.place += isBackward ? -1 : 1
            return true
        case .start: return state.place == 0
        case .end: return state.place == text.count
        case .wordBoundary(let isNegated): return text.isWordBoundary(at: state.place) != isNegated
        case .save(let slot): state.slots[slot] = state.place
        case .clear(let slots): for slot in slots { state.slots[slot] = -1 }
        case .mark(let register): state.marks[register] = state.place
        case .progress(let register): return state.marks[register] != state.place
        case .backReference(let number): return repeatGroup(number, &state, isBackward: isBackward)
        case .jump, .split, .look, .accept: break
        }
        return true
    }

    private func repeatGroup(_ number: Int, _ state: inout State, isBackward: Bool) -> Bool {
        let from = state.slots[2 * number]
        let to = state.slots[2 * number + 1]
        guard from >= 0, to >= from else { return true }
        let length = to - from
        let start = isBackward ? state.place - length : state.place
        guard start >= 0, start + length <= text.count else { return false }
        guard text[from..<to] == text[start..<start + length] else { return false }
        state.place += isBackward ? -length : length
        return true
    }
}
