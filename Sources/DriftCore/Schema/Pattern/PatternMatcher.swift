/// Says whether a pattern matches somewhere in a text, in time that no pattern can make exponential.
struct PatternMatcher: Sendable {
    enum Answer: Hashable, Sendable {
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

    /// Steps for one text; a step looks at one instruction. Automata need none; going back costs more than going on.
    private static let simulationBudget = 20_000_000
    private static let backtrackingBudget = 1_000_000

    init(_ pattern: Pattern, budget: Int? = nil) {
        self.budget = budget ?? (pattern.hasBackReferences ? Self.backtrackingBudget : Self.simulationBudget)
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

    func answer(_ text: String) -> Answer {
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
