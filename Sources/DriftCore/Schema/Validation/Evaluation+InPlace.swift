// Rules that apply schemas to the same instance.
extension Evaluation {
    mutating func applyInPlace(
        _ constraint: Schema.Constraint, of id: Schema.ID, to instance: JSONValue, _ own: inout Evaluated, tracks: Bool
    ) -> Outcome {
        let keyword = constraint.keyword
        switch constraint.rule {
        case .reference(let target): return apply(target, instance, &own, tracks: tracks)
        case .dynamicReference(let initial, let anchor):
            let outermost = scope.lazy.compactMap { [schema] in schema.resources[$0].dynamicAnchors[anchor] }.first
            return apply(outermost ?? initial, instance, &own, tracks: tracks)
        case .recursiveReference(let initial):
            let outermost = scope.first { [schema] in schema.resources[$0].isRecursiveAnchor }
            return apply(outermost.map { schema.resources[$0].root } ?? initial, instance, &own, tracks: tracks)
        case .allOf(let nodes):
            var outcome = Outcome.valid
            for node in nodes {
                outcome = outcome && apply(node, instance, &own, tracks: tracks)
                if outcome == .invalid && !collects { break }
            }
            return outcome
        case .anyOf(let nodes): return applyAnyOf(nodes, keyword, of: id, to: instance, &own, tracks: tracks)
        case .oneOf(let nodes): return applyOneOf(nodes, keyword, of: id, to: instance, &own, tracks: tracks)
        case .not(let node):
            let outcome = quietly { !$0.evaluate(node, instance) }
            guard outcome == .invalid else { return outcome }
            return violate(
                id, keyword, "\(Excerpt.text(of: instance)) conforms to the schema that it must not conform to")
        case .condition(let condition, let then, let otherwise):
            return applyCondition(condition, then, otherwise, instance, &own, tracks: tracks)
        case .dependentSchemas(let rules):
            guard case .object(let object) = instance else { return .valid }
            var outcome = Outcome.valid
            for rule in rules where object[rule.name] != nil {
                outcome = outcome && apply(rule.schema, instance, &own, tracks: tracks)
                if outcome == .invalid && !collects { break }
            }
            return outcome
        default: return .valid
        }
    }

    private mutating func apply(
        _ node: Schema.ID, _ instance: JSONValue, _ own: inout Evaluated, tracks: Bool
    ) -> Outcome {
        tracks ? evaluate(node, instance, &own) : evaluate(node, instance)
    }

    private mutating func applyAnyOf(
        _ nodes: [Schema.ID], _ keyword: JSONString, of id: Schema.ID, to instance: JSONValue, _ own: inout Evaluated,
        tracks: Bool
    ) -> Outcome {
        var outcome = Outcome.invalid
        var seen = own
        for node in nodes {
            outcome = outcome || quietly { $0.apply(node, instance, &seen, tracks: tracks) }
            // Every branch that holds counts for what is evaluated.
            if outcome == .valid && !tracks { break }
        }
        own = seen
        guard outcome == .invalid else { return outcome }
        return violate(
            id, keyword,
            "\(Excerpt.text(of: instance)) conforms to none of the \(nodes.count.counted("schema")) allowed")
    }

    private mutating func applyOneOf(
        _ nodes: [Schema.ID], _ keyword: JSONString, of id: Schema.ID, to instance: JSONValue, _ own: inout Evaluated,
        tracks: Bool
    ) -> Outcome {
        var certain: [Int] = []
        var possible = 0
        var seen = own
        for (index, node) in nodes.enumerated() {
            switch quietly({ $0.apply(node, instance, &seen, tracks: tracks) }) {
            case .valid: certain.append(index)
            case .undecided: possible += 1
            case .invalid: break
            }
            if certain.count > 1 && !collects { return .invalid }
        }
        own = seen
        if certain.count > 1 {
            let which = certain.map(String.init).joined(separator: ", ")
            return violate(
                id, keyword,
                "\(Excerpt.text(of: instance)) conforms to \(certain.count) schemas (\(which)) where exactly one is allowed"
            )
        }
        if possible > 0 { return .undecided }
        if certain.count == 1 { return .valid }
        return violate(
            id, keyword,
            "\(Excerpt.text(of: instance)) conforms to none of the \(nodes.count.counted("schema")) of which it needs one"
        )
    }

    private mutating func applyCondition(
        _ condition: Schema.ID, _ then: Schema.ID?, _ otherwise: Schema.ID?, _ instance: JSONValue,
        _ own: inout Evaluated, tracks: Bool
    ) -> Outcome {
        var seen = own
        let holds = quietly { $0.apply(condition, instance, &seen, tracks: tracks) }
        own = seen
        switch holds {
        case .valid: return then.map { apply($0, instance, &own, tracks: tracks) } ?? .valid
        case .invalid: return otherwise.map { apply($0, instance, &own, tracks: tracks) } ?? .valid
        case .undecided:
            // Both ways agree, or nobody knows.
            var probable = own
            let first = quietly { e in then.map { e.apply($0, instance, &probable, tracks: tracks) } ?? .valid }
            let second = quietly { e in otherwise.map { e.apply($0, instance, &probable, tracks: tracks) } ?? .valid }
            own.merge(probable, .undecided)
            return first == second && first == .valid ? first : .undecided
        }
    }
}
