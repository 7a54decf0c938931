/// Checks instances against one schema. Build it once for a schema; it is a value and may be used anywhere.
package struct Validator: Sendable {
    package let schema: Schema
    let assertsFormats: Bool
    let limits: Limits
    /// By source.
    let matchers: [String: PatternMatcher]
    /// By node, for the nodes whose `format` is asserted.
    let formats: [Schema.ID: Format.Check]
    /// Whether any schema asks what others have evaluated.
    let tracksEvaluation: Bool
    /// Whether any reference depends on the way it was reached.
    let hasDynamicReferences: Bool

    /// What one instance may cost. Past a limit the answer is `undecided`, with the limit as its reason.
    package struct Limits: Hashable, Sendable {
        /// Schemas applied inside each other, over instance and references together.
        package var depth: Int
        /// Schemas applied in all.
        package var steps: Int

        package init(depth: Int = 4_000, steps: Int = 20_000_000) {
            self.depth = depth
            self.steps = steps
        }
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

    package init(_ schema: Schema, assertsFormats: Bool = false, limits: Limits = Limits()) {
        self.schema = schema
        self.assertsFormats = assertsFormats
        self.limits = limits
        var matchers: [String: PatternMatcher] = [:]
        var tracks = false
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
                case .unevaluatedItems, .unevaluatedProperties: tracks = true
                case .dynamicReference, .recursiveReference: isDynamic = true
                default: break
                }
            }
        }
        self.formats = formats
        self.matchers = matchers
        tracksEvaluation = tracks
        hasDynamicReferences = isDynamic
    }

    /// Finds every violation, going on after the first.
    package func validate(_ instance: JSONValue) -> ValidationResult {
        var evaluation = Evaluation(self, collects: true)
        switch evaluation.evaluate(0, instance) {
        case .valid: return .valid
        case .invalid: return .invalid(evaluation.violations)
        case .undecided: return .undecided(evaluation.doubts)
        }
    }

    /// The same answer without reasons, at the first decisive part: nil when undecided.
    package func isValid(_ instance: JSONValue) -> Bool? {
        var evaluation = Evaluation(self, collects: false)
        return switch evaluation.evaluate(0, instance) {
        case .valid: true
        case .invalid: false
        case .undecided: nil
        }
    }
}
