// Rules about lists and objects.
extension Evaluation {
    mutating func applyToItems(
        _ constraint: Schema.Constraint, of id: Schema.ID, _ items: [JSONValue], _ own: inout Evaluated, tracks: Bool
    ) -> Outcome {
        switch constraint.rule {
        case .items(let prefix, let rest): return applyItems(prefix, rest, items, &own, tracks: tracks)
        case .contains(let node, let min, let max):
            return applyContains(node, min, max, constraint.keyword, of: id, to: items, &own, tracks: tracks)
        case .unevaluatedItems(let node):
            return applyUnevaluated(node, items.indices.map { (JSONString(String($0)), items[$0]) }, &own)
        default: return .valid
        }
    }

    private mutating func applyItems(
        _ prefix: [Schema.ID], _ rest: Schema.ID?, _ items: [JSONValue], _ own: inout Evaluated, tracks: Bool
    ) -> Outcome {
        var outcome = Outcome.valid
        for index in items.indices {
            guard let node = index < prefix.count ? prefix[index] : rest else { break }
            outcome = outcome && descend(node, items[index], JSONString(String(index)))
            if outcome == .invalid && !collects { return .invalid }
            if tracks { own.mark(index) }
        }
        return outcome
    }

    private mutating func applyContains(
        _ node: Schema.ID, _ min: Int, _ max: Int?, _ keyword: JSONString, of id: Schema.ID, to items: [JSONValue],
        _ own: inout Evaluated, tracks: Bool
    ) -> Outcome {
        var certain = 0
        var possible = 0
        // From 2020-12 on, what `contains` found is evaluated.
        let marks = tracks && schema.nodes[id].dialect >= .draft202012
        for (index, item) in items.enumerated() {
            let outcome = quietly { $0.descend(node, item, JSONString(String(index))) }
            if outcome == .valid { certain += 1 }
            if outcome != .invalid { possible += 1 }
            if marks { own.mark(index, outcome) }
            if !marks, max == nil, certain >= min { return .valid }
        }
        if possible < min {
            let found = possible == 0 ? "no item conforms" : "only \(possible.counted("item")) conform"
            return violate(id, keyword, "\(found) to the schema that at least \(min.counted("item")) must conform to")
        }
        if let max, certain > max {
            return violate(
                id, keyword,
                "\(certain.counted("item")) conform to the schema that at most \(max.counted("item")) may conform to")
        }
        return certain >= min && possible <= max ?? Int.max ? .valid : .undecided
    }

    /// Applies `node` to the parts that nothing has evaluated; then all are.
    private mutating func applyUnevaluated(
        _ node: Schema.ID, _ parts: [(JSONString, JSONValue)], _ own: inout Evaluated
    ) -> Outcome {
        var outcome = Outcome.valid
        for (index, (token, value)) in parts.enumerated() where !own.certain[index] {
            // A part that only undecided schemas evaluated may need no check: a failure decides nothing.
            if own.possible[index] {
                let part = quietly { $0.descend(node, value, token) }
                outcome = outcome && (part == .valid ? .valid : .undecided)
            } else {
                outcome = outcome && descend(node, value, token)
            }
            if outcome == .invalid && !collects { return .invalid }
        }
        own.markAll()
        return outcome
    }

    mutating func applyToMembers(
        _ constraint: Schema.Constraint, of id: Schema.ID, _ object: JSONObject, _ own: inout Evaluated, tracks: Bool
    ) -> Outcome {
        switch constraint.rule {
        case .properties(let named, let patterned, let additional):
            return applyProperties(named, patterned, additional, of: id, to: object, &own, tracks: tracks)
        case .propertyNames(let node): return applyPropertyNames(node, constraint.keyword, of: id, to: object)
        case .unevaluatedProperties(let node):
            return applyUnevaluated(node, object.members.map { ($0.key, $0.value) }, &own)
        default: return .valid
        }
    }

    private mutating func applyPropertyNames(
        _ node: Schema.ID, _ keyword: JSONString, of id: Schema.ID, to object: JSONObject
    ) -> Outcome {
        var outcome = Outcome.valid
        for key in object.keys {
            let name = quietly { $0.descend(node, .string(key), key) }
            if name == .invalid {
                outcome = violate(id, keyword, "the name '\(key)' of a property does not conform")
            } else {
                outcome = outcome && name
            }
            if outcome == .invalid && !collects { break }
        }
        return outcome
    }

    private mutating func applyProperties(
        _ named: [(name: JSONString, schema: Schema.ID)], _ patterned: [(Schema.NamePattern, schema: Schema.ID)],
        _ additional: Schema.ID?, of id: Schema.ID, to object: JSONObject, _ own: inout Evaluated, tracks: Bool
    ) -> Outcome {
        var outcome = Outcome.valid
        // Both are in the order of keys.
        var position = 0
        for (index, member) in object.members.enumerated() {
            var isCovered = Outcome.invalid
            while position < named.count, named[position].name < member.key { position += 1 }
            if position < named.count, named[position].name == member.key {
                isCovered = .valid
                outcome = outcome && descend(named[position].schema, member.value, member.key)
            }
            for (pattern, schema) in patterned {
                let applies = matches(pattern, member.key, of: id)
                isCovered = isCovered || applies
                if applies != .invalid {
                    outcome = outcome && descend(schema, member, certainly: applies == .valid)
                }
            }
            if let additional, isCovered != .valid {
                outcome = outcome && descend(additional, member, certainly: isCovered == .invalid)
                isCovered = .valid
            }
            if tracks { own.mark(index, isCovered) }
            if outcome == .invalid && !collects { return .invalid }
        }
        return outcome
    }

    private mutating func matches(_ pattern: Schema.NamePattern, _ key: JSONString, of id: Schema.ID) -> Outcome {
        switch pattern {
        case .pattern(let pattern): matches(pattern, key, of: id, "patternProperties")
        case .opaque(_, let reason): doubt(id, "patternProperties", reason)
        }
    }

    /// Applies a node to a member; when it is unknown whether it applies, its failure decides nothing.
    private mutating func descend(_ node: Schema.ID, _ member: JSONObject.Member, certainly: Bool) -> Outcome {
        if certainly { return descend(node, member.value, member.key) }
        return quietly { $0.descend(node, member.value, member.key) } == .valid ? .valid : .undecided
    }
}

extension [JSONValue] {
    /// The positions of two equal items, the earliest first.
    var firstRepetition: (Int, Int)? {
        var seen: [JSONValue: Int] = [:]
        for (index, item) in enumerated() {
            if let earlier = seen.updateValue(index, forKey: item) { return (earlier, index) }
        }
        return nil
    }
}
