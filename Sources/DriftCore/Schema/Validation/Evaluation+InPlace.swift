// Rules that apply schemas to the same instance.
extension Evaluation {
    mutating func apply(_ node: Schema.ID, _ instance: JSONValue, _ own: inout Evaluated, tracks: Bool) -> Outcome {
        tracks ? evaluate(node, instance, &own) : evaluate(node, instance)
    }

    /// Where a reference leads that depends on the way here.
    func dynamicTarget(of rule: Schema.Rule) -> Schema.ID {
        switch rule {
        case .dynamicReference(let initial, let anchor):
            return scope.lazy.compactMap { schema.resources[$0].dynamicAnchors[anchor] }.first ?? initial
        case .recursiveReference(let initial):
            return scope.first { schema.resources[$0].isRecursiveAnchor }.map { schema.resources[$0].root } ?? initial
        default: return 0
        }
    }

    mutating func applyInPlace(
        _ constraint: Schema.Constraint, of id: Schema.ID, to instance: JSONValue, _ own: inout Evaluated, tracks: Bool
    ) -> Outcome {
        let keyword = constraint.keyword
        switch constraint.rule {
        case .allOf(let nodes): return applyAllOf(nodes, instance, &own, tracks: tracks)
        case .anyOf(let nodes): return applyAnyOf(nodes, keyword, of: id, to: instance, &own, tracks: tracks)
        case .oneOf(let nodes): return applyOneOf(nodes, keyword, of: id, to: instance, &own, tracks: tracks)
        case .not(let node): return applyNot(node, keyword, of: id, to: instance)
        case .condition(let condition, let then, let otherwise):
            return applyCondition(condition, then, otherwise, instance, &own, tracks: tracks)
        case .dependentSchemas(let rules):
            guard case .object(let object) = instance else { return .valid }
            let nodes = rules.filter { object[$0.name] != nil }.map(\.schema)
            return applyAllOf(nodes, instance, &own, tracks: tracks)
        default: return .valid
        }
    }

    private mutating func applyAllOf(
        _ nodes: [Schema.ID], _ instance: JSONValue, _ own: inout Evaluated, tracks: Bool
    ) -> Outcome {
        var outcome = Outcome.valid
        for node in nodes {
            outcome = outcome && apply(node, instance, &own, tracks: tracks)
            if outcome == .invalid && !collects { break }
        }
        return outcome
    }

    private mutating func applyNot(
        _ node: Schema.ID, _ keyword: JSONString, of id: Schema.ID, to instance: JSONValue
    ) -> Outcome {
        let outcome = quietly { !$0.evaluate(node, instance) }
        guard outcome == .invalid else { return outcome }
        return violate(id, keyword, "\(Excerpt.text(of: instance)) conforms to the schema that it must not conform to")
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
        let hint = nearest(of: nodes, keyword, to: instance)
        return violate(
            id, keyword,
            "\(Excerpt.text(of: instance)) conforms to none of the \(nodes.count.counted("schema")) allowed\(hint)")
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
        let hint = nearest(of: nodes, keyword, to: instance)
        let count = nodes.count.counted("schema")
        return violate(
            id, keyword, "\(Excerpt.text(of: instance)) conforms to none of the \(count) of which it needs one\(hint)")
    }

    /// What the branch says that comes closest: whose violation lies deepest, and is not about the type if there is a choice.
    private mutating func nearest(of nodes: [Schema.ID], _ keyword: JSONString, to instance: JSONValue) -> String {
        guard collects, nodes.count > 1, nodes.count <= 16 else { return "" }
        var best: (rank: Int, hint: String)?
        for (index, node) in nodes.enumerated() {
            for violation in reasons(node, instance) {
                let way = violation.instancePointer.tokens.dropFirst(level)
                let rank = 2 * way.count + (violation.keyword == "type" || violation.keyword.text.isEmpty ? 0 : 1)
                guard rank > best?.rank ?? 0 else { continue }
                let place = way.isEmpty ? "" : "at \(Pointer(tokens: Array(way))), "
                best = (rank, "; the nearest, /\(keyword)/\(index), says: \(place)\(violation.sentence)")
            }
        }
        return best?.hint ?? ""
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
