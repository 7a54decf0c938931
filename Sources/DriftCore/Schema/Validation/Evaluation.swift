/// Three-valued truth (Kleene): `undecided` gives way to whatever decides without it.
enum Outcome: Hashable, Sendable {
    case valid, invalid, undecided

    static func && (a: Outcome, b: Outcome) -> Outcome {
        if a == .invalid || b == .invalid { return .invalid }
        return a == .valid && b == .valid ? .valid : .undecided
    }

    static func || (a: Outcome, b: Outcome) -> Outcome {
        if a == .valid || b == .valid { return .valid }
        return a == .invalid && b == .invalid ? .invalid : .undecided
    }

    static prefix func ! (a: Outcome) -> Outcome {
        switch a {
        case .valid: .invalid
        case .invalid: .valid
        case .undecided: .undecided
        }
    }

    init(_ holds: Bool) {
        self = holds ? .valid : .invalid
    }
}

/// Which items or members of one instance were evaluated, for `unevaluatedItems` and `unevaluatedProperties`.
///
/// An instance is a list or an object, so one list of flags by position does for both.
struct Evaluated {
    var certain: [Bool]
    /// Also those that only undecided schemas evaluated.
    var possible: [Bool]

    init(count: Int) {
        certain = Array(repeating: false, count: count)
        possible = certain
    }

    mutating func mark(_ position: Int, _ outcome: Outcome = .valid) {
        if outcome == .valid { certain[position] = true }
        if outcome != .invalid { possible[position] = true }
    }

    mutating func markAll(_ outcome: Outcome = .valid) {
        for position in certain.indices { mark(position, outcome) }
    }

    /// Takes over what a schema in place evaluated, given whether it holds.
    mutating func merge(_ other: Evaluated, _ outcome: Outcome) {
        guard outcome != .invalid else { return }
        for position in certain.indices {
            if outcome == .valid, other.certain[position] { certain[position] = true }
            if other.possible[position] { possible[position] = true }
        }
    }
}

/// The application of a schema to one instance, from the root down.
struct Evaluation {
    let validator: Validator
    var collects: Bool
    private(set) var violations: [Violation] = []
    private(set) var doubts: [Doubt] = []

    /// The way to the instance at work; only kept for messages.
    private var path: [JSONString] = []
    private var depth = 0
    private var stepsLeft: Int
    /// How many steps were taken so far.
    var steps: Int { validator.limits.steps - stepsLeft }
    /// Resources entered, the outermost first: the dynamic scope.
    var scope: [Int] = []
    /// Nodes at work on the same instance: one that comes back to itself would go on for ever.
    private var active: [Active] = []
    /// Explanations inside each other, each of which asks branches again.
    private var explanations = 0
    /// How many of `active` belong to instances further out.
    private var activeBase = 0

    private struct Active: Equatable {
        let node: Schema.ID
        let scope: Int
    }

    init(_ validator: Validator, collects: Bool) {
        self.validator = validator
        self.collects = collects
        stepsLeft = validator.limits.steps
    }

    var schema: Schema { validator.schema }

    /// Applies a node to an instance. What it evaluated is added to `evaluated` when it holds.
    mutating func evaluate(_ id: Schema.ID, _ instance: JSONValue, _ evaluated: inout Evaluated) -> Outcome {
        evaluate(id, instance, tracked: &evaluated, tracks: true)
    }

    mutating func evaluate(_ id: Schema.ID, _ instance: JSONValue) -> Outcome {
        var nothing = Evaluated(count: 0)
        return evaluate(id, instance, tracked: &nothing, tracks: false)
    }

    private mutating func evaluate(
        _ start: Schema.ID, _ instance: JSONValue, tracked: inout Evaluated, tracks: Bool
    ) -> Outcome {
        let id = validator.entries[start]
        let constraints = schema.nodes[id].constraints
        if constraints.isEmpty { return .valid }
        let here = Active(node: id, scope: validator.hasDynamicReferences ? scope.count : 0)
        let limits = validator.limits
        let obstacle: String? =
            if depth >= limits.depth {
                "schemas inside each other pass the limit of \(limits.depth)"
            } else if stepsLeft <= 0 {
                "the check passes the limit of \(limits.steps) steps"
            } else if active[activeBase...].contains(here) {
                "the schema refers to itself for the same part, without end"
            } else {
                nil
            }
        if let obstacle {
            // It might have evaluated anything.
            if tracks { tracked.markAll(.undecided) }
            return doubt(id, "", obstacle)
        }
        depth += 1
        stepsLeft -= 1
        active.append(here)
        let resource = schema.nodes[id].resource
        let enters = validator.hasDynamicReferences && scope.last != resource
        if enters { scope.append(resource) }
        defer {
            depth -= 1
            active.removeLast()
            if enters { scope.removeLast() }
        }
        // Its own constraints see what this node evaluated, not what stands beside it.
        let counts = tracks || validator.asksEvaluation[id]
        var own = Evaluated(count: counts ? instance.partCount : 0)
        var outcome = Outcome.valid
        for constraint in constraints {
            outcome = outcome && apply(constraint, of: id, to: instance, &own, tracks: counts)
            if outcome == .invalid && !collects { return .invalid }
        }
        if tracks { tracked.merge(own, outcome) }
        return outcome
    }

    // MARK: Going down and aside

    /// Applies a node to a part of the instance at work.
    mutating func descend(_ id: Schema.ID, _ part: JSONValue, _ token: @autoclosure () -> JSONString) -> Outcome {
        let outerBase = activeBase
        activeBase = active.count
        if collects { path.append(token()) }
        let outcome = evaluate(id, part)
        if collects { path.removeLast() }
        activeBase = outerBase
        return outcome
    }

    /// Applies a node without collecting its violations: its failure is no violation by itself.
    mutating func quietly(_ body: (inout Evaluation) -> Outcome) -> Outcome {
        let outer = collects
        collects = false
        let outcome = body(&self)
        collects = outer
        return outcome
    }

    /// Why a node refuses an instance, without counting it; empty when it does not, or when that would lead too far.
    mutating func reasons(_ node: Schema.ID, _ instance: JSONValue) -> [Violation] {
        guard collects, explanations < 2 else { return [] }
        explanations += 1
        let outer = violations
        violations = []
        _ = evaluate(node, instance)
        let found = violations
        violations = outer
        explanations -= 1
        return found
    }

    /// How many steps from the root the instance at work is.
    var level: Int { path.count }

    // MARK: Findings

    /// - Parameter tokens: Further steps from the keyword to the place to show.
    mutating func violate(
        _ id: Schema.ID, _ keyword: JSONString, at tokens: [JSONString] = [], _ sentence: @autoclosure () -> String
    ) -> Outcome {
        if collects {
            var location = schema.nodes[id].location
            for token in (keyword.text.isEmpty ? [] : [keyword]) + tokens { location = location / token }
            violations.append(
                Violation(
                    instancePointer: Pointer(tokens: path), schemaLocation: location, keyword: keyword,
                    sentence: sentence()))
        }
        return .invalid
    }

    mutating func doubt(_ id: Schema.ID, _ keyword: JSONString, _ reason: @autoclosure () -> String) -> Outcome {
        // A few say enough; loops would give thousands.
        if doubts.count < 20 {
            let location = schema.nodes[id].location
            let found = Doubt(
                instancePointer: Pointer(tokens: path),
                schemaLocation: keyword.text.isEmpty ? location : location / keyword, reason: reason())
            if !doubts.contains(found) { doubts.append(found) }
        }
        return .undecided
    }
}

extension JSONValue {
    /// Items of a list, members of an object.
    fileprivate var partCount: Int {
        switch self {
        case .array(let elements): elements.count
        case .object(let object): object.count
        default: 0
        }
    }
}
