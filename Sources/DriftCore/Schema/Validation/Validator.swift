/// Checks instances against one schema. Build it once for a schema; it is a value and may be used anywhere.
package struct Validator: Sendable {
    /// As compiled: its `issues` say what of it nobody can check.
    package let schema: Schema
    let assertsFormats: Bool
    let limits: Limits
    /// By source.
    let matchers: [String: PatternMatcher]
    /// By node, for the nodes whose `format` is asserted.
    let formats: [Schema.ID: Format.Check]
    /// By node, the node to apply for it: where a schema that only refers leads to.
    let entries: [Schema.ID]
    /// By node, whether it has `unevaluatedItems` or `unevaluatedProperties`.
    let asksEvaluation: [Bool]
    /// Whether any reference depends on the way it was reached.
    let hasDynamicReferences: Bool

    /// What one instance may cost. Past a limit the answer is `undecided`, with the limit as its reason.
    package struct Limits: Hashable, Sendable {
        /// Schemas applied inside each other, over instance and references together.
        package var depth: Int
        /// Schemas applied in all.
        package var steps: Int

        /// Past either of them the answer is `undecided`.
        package init(depth: Int = Limits.standardDepth, steps: Int = 20_000_000) {
            self.depth = depth
            self.steps = steps
        }

        // What fits a deep stack several times; without optimization a level takes five times as much.
        #if DEBUG
            /// The `depth` unless another is asked for.
            package static let standardDepth = 800
        #else
            /// The `depth` unless another is asked for.
            package static let standardDepth = 2_000
        #endif
    }

    /// - Parameters:
    ///   - remotes: Documents by the URL that references name. Nothing is fetched.
    ///   - assertsFormats: Whether `format` refuses; by default it only annotates.
    package init(
        schema: JSONValue, dialect: Dialect, remotes: [String: JSONValue] = [:], assertsFormats: Bool = false,
        limits: Limits = Limits()
    ) {
        self.init(
            Schema(schema, dialect: dialect, remotes: remotes), assertsFormats: assertsFormats, limits: limits)
    }

    init(_ schema: Schema, assertsFormats: Bool = false, limits: Limits = Limits()) {
        self.schema = schema
        self.assertsFormats = assertsFormats
        self.limits = limits
        var matchers: [String: PatternMatcher] = [:]
        var isDynamic = false
        func add(_ pattern: Pattern) {
            if matchers[pattern.source] == nil { matchers[pattern.source] = PatternMatcher(pattern) }
        }
        var formats: [Schema.ID: Format.Check] = [:]
        for (id, node) in schema.nodes.enumerated() {
            for constraint in node.constraints {
                switch constraint.rule {
                case .pattern(let pattern): add(pattern)
                case .properties(_, let patterned, _):
                    for case (.pattern(let pattern), _) in patterned { add(pattern) }
                case .format(let name):
                    guard assertsFormats || node.assertsFormat else { break }
                    formats[id] = Format.check(name, in: node.dialect)
                case .dynamicReference, .recursiveReference: isDynamic = true
                default: break
                }
            }
        }
        self.formats = formats
        self.matchers = matchers
        asksEvaluation = schema.nodes.map { $0.constraints.contains { $0.rule.asksEvaluation } }
        hasDynamicReferences = isDynamic
        // The dynamic scope has to see every schema on the way.
        entries = schema.nodes.indices.map { isDynamic ? $0 : schema.target(of: $0) }
    }

    /// Finds every violation, going on after the first.
    package func validate(_ instance: JSONValue) -> ValidationResult {
        DeepStack.run {
            var evaluation = Evaluation(self, collects: true)
            return switch evaluation.evaluate(0, instance) {
            case .valid: .valid
            case .invalid: .invalid(evaluation.violations)
            case .undecided: .undecided(evaluation.doubts)
            }
        }
    }

    /// The same answer without reasons, at the first decisive part: nil when undecided.
    package func isValid(_ instance: JSONValue) -> Bool? {
        DeepStack.run {
            var evaluation = Evaluation(self, collects: false)
            return switch evaluation.evaluate(0, instance) {
            case .valid: true
            case .invalid: false
            case .undecided: nil
            }
        }
    }
}

extension Schema {
    /// Follows references from a node that says nothing else; a node of an endless circle is its own target.
    fileprivate func target(of id: ID) -> ID {
        var target = id
        for _ in nodes.indices {
            guard nodes[target].constraints.count == 1, case .reference(let next) = nodes[target].constraints[0].rule
            else { return target }
            target = next
        }
        return id
    }
}

extension Schema.Rule {
    fileprivate var asksEvaluation: Bool {
        switch self {
        case .unevaluatedItems, .unevaluatedProperties: true
        default: false
        }
    }
}
