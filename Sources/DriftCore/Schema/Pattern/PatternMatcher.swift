/// Says whether a pattern matches somewhere in a text, in time that no pattern can make exponential.
package struct PatternMatcher: Sendable {
    package enum Answer: Hashable, Sendable {
        case matches, differs
        /// The budget of steps was not enough.
        case exhausted
    }

    private enum Method: Sendable {
        case automaton(PatternAutomaton)
        case simulation(CompiledPattern)
        case backtracking(CompiledPattern)
        case none
    }

    private let method: Method
    private let budget: Int

    /// - Parameter budget: Steps for one text; a step looks at one instruction. Automata need none.
    package init(_ pattern: Pattern, budget: Int = 20_000_000) {
        self.budget = budget
        guard let compiled = CompiledPattern(pattern, backtracks: pattern.hasBackReferences) else {
            method = .none
            return
        }
        if pattern.hasBackReferences {
            method = .backtracking(compiled)
        } else if !pattern.hasLookAround, let automaton = PatternAutomaton(compiled) {
            method = .automaton(automaton)
        } else {
            method = .simulation(compiled)
        }
    }

    package func answer(_ text: String) -> Answer {
        switch method {
        case .automaton(let automaton): return automaton.matches(text) ? .matches : .differs
        case .simulation(let compiled):
            var simulation = PatternSimulation(compiled, text: text.unicodeScalars.map(\.value), budget: budget)
            return simulation.answer()
        case .backtracking(let compiled):
            var search = PatternBacktracking(compiled, text: text.unicodeScalars.map(\.value), budget: budget)
            return search.answer()
        case .none: return .exhausted
        }
    }
}
