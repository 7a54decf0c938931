/// Two schemas in one table of terms, and the questions about them.
struct SchemaPair {
    private let old: Side
    private let new: Side
    private let table = TermTable()
    private let options: Compatibility.Options

    private struct Side {
        let validator: Validator
        let node: Schema.ID?
        /// `old` or `new`, for messages.
        let name: String

        var schema: Schema { validator.schema }

        /// For a counterexample that takes longer to check, the verdict is `unknown`.
        private static let checkingSteps = 1_000_000

        init(_ schema: Schema, _ pointer: Pointer, name: String, options: Compatibility.Options) {
            validator = Validator(
                schema, assertsFormats: options.assertsFormats, limits: Validator.Limits(steps: Self.checkingSteps))
            node = schema.node(at: pointer)
            self.name = name
        }
    }

    init(old: Schema, oldPointer: Pointer, new: Schema, newPointer: Pointer, options: Compatibility.Options) {
        self.old = Side(old, oldPointer, name: "old", options: options)
        self.new = Side(new, newPointer, name: "new", options: options)
        self.options = options
    }

    func judgement() -> Judgement {
        var judgement = verdicts()
        judgement.findings = findings(old, .old) + findings(new, .new)
        return judgement
    }

    private func findings(_ side: Side, _ name: Finding.Side) -> [Finding] {
        side.schema.issues.filter { $0.location.document == nil }.map {
            Finding(side: name, pointer: $0.location.pointer, message: $0.message)
        }
    }

    private func verdicts() -> Judgement {
        if old.schema.dialect == new.schema.dialect, old.node == new.node,
            old.schema.root.value == new.schema.root.value
        {
            return Judgement(backward: .compatible(reason: "equal"), forward: .compatible(reason: "equal"))
        }
        for side in [old, new] where !side.schema.looksLikeSchema {
            let verdict = Verdict.unknown(reason: "the \(side.name) document is not a schema: it has no known keyword")
            return Judgement(backward: verdict, forward: verdict)
        }
        guard let oldNode = old.node, let newNode = new.node else {
            let verdict = Verdict.unknown(reason: "there is no schema at this place in both documents")
            return Judgement(backward: verdict, forward: verdict)
        }
        let budget = Budget(limit: options.steps + stepsToRead)
        do throws(Exhausted) {
            let oldTerm = try term(of: oldNode, old, budget)
            let newTerm = try term(of: newNode, new, budget)
            let prover = Prover(table: table, budget: budget)
            let backward = verdict(prover, from: old, oldTerm, to: new, newTerm)
            prover.reset()
            budget.limit = budget.spent + options.steps
            let forward = verdict(prover, from: new, newTerm, to: old, oldTerm)
            return Judgement(backward: backward, forward: forward, steps: budget.spent)
        } catch {
            let verdict = Verdict.unknown(reason: error.description)
            return Judgement(backward: verdict, forward: verdict, steps: budget.spent)
        }
    }

    /// What it takes to bring both schemas into terms grows with them, and is not to be missing for the search.
    private var stepsToRead: Int { min(1_000_000, 16 * (old.schema.nodes.count + new.schema.nodes.count)) }

    private func term(of node: Schema.ID, _ side: Side, _ budget: Budget) throws(Exhausted) -> Term {
        let translator = Translator(
            side.schema, into: table, budget: budget, side: side.name, assertsFormats: options.assertsFormats)
        return try translator.term(of: node)
    }

    /// Whether every value of the one term is of the other.
    private func verdict(_ prover: Prover, from: Side, _ inside: Term, to: Side, _ outside: Term) -> Verdict {
        do throws(Exhausted) {
            switch try prover.find(table.all([inside, !outside])) {
            case .empty:
                let isEmpty = if case .empty = try prover.find(inside) { true } else { false }
                return .compatible(reason: isEmpty ? "no instance is valid under the \(from.name) schema" : nil)
            case .unknown(let reason): return .unknown(reason: reason)
            case .value(let instance): return confirmed(instance, from: from, to: to, prover.budget)
            }
        } catch {
            return .unknown(reason: error.description)
        }
    }

    /// Nothing is called breaking that the validator does not confirm under both schemas.
    private func confirmed(_ instance: JSONValue, from: Side, to: Side, _ budget: Budget) -> Verdict {
        let unconfirmed = Verdict.unknown(reason: "a counterexample was found, but it could not be confirmed")
        guard let fromNode = from.node, let toNode = to.node else { return unconfirmed }
        let answers = (
            from.validator.validate(instance, at: fromNode, budget),
            to.validator.validate(instance, at: toNode, budget)
        )
        if case (.undecided(let doubts), _) = answers { return Self.undecided(doubts) }
        if case (_, .undecided(let doubts)) = answers { return Self.undecided(doubts) }
        guard case (.valid, .invalid(let violations)) = answers, let first = violations.first else {
            return unconfirmed
        }
        let place = first.instancePointer == .root ? "" : " at \(first.instancePointer)"
        let keyword = first.keyword.text.isEmpty ? "" : " (\(first.keyword))"
        let sentence =
            "\(Excerpt.text(of: instance, limit: 200)) is valid under the \(from.name) schema, "
            + "but the \(to.name) one refuses it\(place): \(first.sentence)\(keyword)"
        return .breaking(
            Witness(
                instance: instance, instancePointer: first.instancePointer, schemaPointer: first.schemaPointer,
                sentence: sentence))
    }
}

extension SchemaPair {
    private static func undecided(_ doubts: [Doubt]) -> Verdict {
        .unknown(reason: "a counterexample cannot be checked: \(doubts.first?.reason ?? "")")
    }
}

extension Schema {
    /// The node of the document itself at a pointer.
    func node(at pointer: Pointer) -> Schema.ID? {
        nodes.firstIndex { $0.location.document == nil && $0.location.pointer == pointer }
    }
}

extension Validator {
    /// What one subschema says of an instance. The work is written down in the budget, though it is never refused for it.
    fileprivate func validate(_ instance: JSONValue, at node: Schema.ID, _ budget: Budget) -> ValidationResult {
        var evaluation = Evaluation(self, collects: true)
        // About ten of these steps take as long as one of the search.
        defer { budget.note(evaluation.steps / 10) }
        return switch evaluation.evaluate(node, instance) {
        case .valid: .valid
        case .invalid: .invalid(evaluation.violations)
        case .undecided: .undecided(evaluation.doubts)
        }
    }
}
