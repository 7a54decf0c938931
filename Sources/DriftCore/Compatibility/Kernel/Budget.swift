/// The work that one judgement may still do, in steps: the same on every machine and in every run.
final class Budget {
    private(set) var spent = 0
    var limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    private var looks = 0

    /// Something so small that eight of them are a step.
    func look() throws(Exhausted) {
        looks += 1
        if looks & 7 == 0 { try spend() }
    }

    func spend(_ steps: Int = 1) throws(Exhausted) {
        spent += steps
        if spent > limit { throw .steps }
    }

    /// Work that has a limit of its own and is done already: told with the rest, never refused.
    func note(_ steps: Int) { spent += steps }
}

/// Why a question was given up. The verdict is then `unknown` with this as its reason.
enum Exhausted: Error, Hashable {
    case steps
    case states
    case depth
    case branches
}

extension Exhausted: CustomStringConvertible {
    var description: String {
        switch self {
        case .steps: "the question takes more steps than the limit"
        case .states: "a pattern needs an automaton with more states than the limit"
        case .depth: "the schemas are nested too deeply"
        case .branches: "depends on more branches than the limit"
        }
    }
}
