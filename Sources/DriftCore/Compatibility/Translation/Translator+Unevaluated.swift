// `unevaluatedProperties` and `unevaluatedItems` see through the subschemas that hold. So the ways in which those can
// hold are told apart: in each of them it is known which keys and items have been evaluated.
extension Translator {
    /// One way in which the branches of a schema can hold or not, and what they have evaluated then.
    struct Evaluated {
        var condition: Term
        /// Keys, as a term of strings.
        var keys: Term = .nothing
        /// Items before this index; nil for all.
        var items: Int? = 0
        /// Items of one of these, wherever they are.
        var contained: [Term] = []
        /// Opaque schemas that might have evaluated anything else.
        var hidden: [Term] = []

        var isNone: Bool { keys == .nothing && items == 0 && contained.isEmpty && hidden.isEmpty }

        func hasEvaluatedSame(as other: Evaluated) -> Bool {
            keys == other.keys && items == other.items && contained == other.contained && hidden == other.hidden
        }
    }

    func unevaluatedProperties(_ node: Schema.ID, at place: Place) throws(Exhausted) -> Term {
        let value = try term(node, from: place)
        guard let ways = try ways(at: place) else { return untold("unevaluatedProperties", .object, place) }
        return table.all(
            ways.map { way in
                let holds = !table.members(keys: !way.keys, values: !value, atLeast: 1)
                return table.implies(way.condition, perhaps(holds, "unevaluatedProperties", .object, value, way))
            })
    }

    func unevaluatedItems(_ node: Schema.ID, at place: Place) throws(Exhausted) -> Term {
        let item = try term(node, from: place)
        guard let ways = try ways(at: place) else { return untold("unevaluatedItems", .array, place) }
        return table.all(
            ways.map { way in
                guard let start = way.items else { return .anything }
                let left = table.all([!item] + way.contained.map { !$0 })
                let holds = !table.items(ItemRange(start: start, end: nil), left, atLeast: 1)
                return table.implies(way.condition, perhaps(holds, "unevaluatedItems", .array, item, way))
            })
    }

    /// What is left when all that is known to be evaluated is taken away holds all the more when a hidden schema takes away more.
    private func perhaps(_ holds: Term, _ keyword: String, _ kind: Kinds, _ value: Term, _ way: Evaluated) -> Term {
        if way.hidden.isEmpty { return holds }
        let left = OpaquePredicate(
            reason: "'\(keyword)' depends on what a part evaluates that cannot be decided",
            identity: .unevaluated(
                keyword, value: value, keys: way.keys, items: way.items, contained: way.contained, hidden: way.hidden),
            kinds: kind)
        return table.any([holds, table.implies(table.kinds(kind), table.opaque(left))])
    }

    /// Nil when there are too many.
    private func ways(at place: Place) throws(Exhausted) -> [Evaluated]? {
        do {
            return try evaluated(at: place, depth: 0, whole: false)
        } catch .branches {
            return nil
        } catch {
            throw error
        }
    }

    /// What an `unevaluated…` with too many ways says is not looked into.
    private func untold(_ keyword: JSONString, _ kind: Kinds, _ place: Place) -> Term {
        let predicate = OpaquePredicate(
            reason: "'\(keyword)' \(Exhausted.branches)", identity: .document("\(side) \(place) \(keyword)"),
            kinds: kind)
        return table.implies(table.kinds(kind), table.opaque(predicate))
    }

    /// - Parameter whole: With the schema's own `unevaluated…`, which evaluate all that is left.
    private func evaluated(at unentered: Place, depth: Int, whole: Bool = true) throws(Exhausted) -> [Evaluated] {
        let place = entered(unentered)
        if depth > 24 { throw .depth }
        var ways = [Evaluated(condition: .anything)]
        for constraint in schema.nodes[place.node].constraints {
            var more = try evaluated(by: constraint.rule, at: place, depth: depth, whole: whole)
            if case .opaque(let value, let reason) = constraint.rule, constraint.hidesEvaluation {
                more[0].hidden = [opaque(constraint.keyword, value, reason: reason)]
            }
            guard !more.allSatisfy(\.isNone) else { continue }
            ways = try product(ways, more)
        }
        return ways
    }

    private func product(_ first: [Evaluated], _ second: [Evaluated]) throws(Exhausted) -> [Evaluated] {
        try budget.spend(first.count * second.count)
        if first.count * second.count > Self.wayLimit { throw .branches }
        var ways: [Evaluated] = []
        for a in first {
            for b in second {
                let condition = table.all([a.condition, b.condition])
                if condition == .nothing { continue }
                var way = Evaluated(condition: condition, keys: table.any([a.keys, b.keys]))
                if let x = a.items, let y = b.items { way.items = max(x, y) } else { way.items = nil }
                way.contained = Set(a.contained + b.contained).sorted()
                way.hidden = Set(a.hidden + b.hidden).sorted()
                // Ways that have evaluated the same need not be told apart.
                if let same = ways.firstIndex(where: { $0.hasEvaluatedSame(as: way) }) {
                    ways[same].condition = table.any([ways[same].condition, condition])
                } else {
                    ways.append(way)
                }
            }
        }
        return ways
    }

    private static let wayLimit = 256

    private func inside(_ node: Schema.ID, _ place: Place, _ depth: Int) throws(Exhausted) -> [Evaluated] {
        try evaluated(at: Place(node: node, scope: place.scope), depth: depth + 1)
    }

    /// The ways of a schema when it holds, and nothing evaluated when it does not.
    private func perhaps(_ node: Schema.ID, _ place: Place, _ depth: Int) throws(Exhausted) -> [Evaluated] {
        let ways = try inside(node, place, depth)
        if ways.allSatisfy(\.isNone) { return [Evaluated(condition: .anything)] }
        let holds = try term(node, from: place)
        return try product(ways, [Evaluated(condition: holds)]) + [Evaluated(condition: !holds)]
    }

    private func evaluated(
        by rule: Schema.Rule, at place: Place, depth: Int, whole: Bool
    ) throws(Exhausted) -> [Evaluated] {
        var ways = [Evaluated(condition: .anything)]
        switch rule {
        case .properties(let named, let patterned, let additional):
            ways[0].keys = additional == nil ? try keys(named.map(\.name), patterned.map(\.0)) : .anything
        case .items(let prefix, let rest): ways[0].items = rest == nil ? prefix.count : nil
        case .contains(let node, _, _) where schema.nodes[place.node].dialect >= .draft202012:
            ways[0].contained = [try term(node, from: place)]
        case .unevaluatedProperties where whole: ways[0].keys = .anything
        case .unevaluatedItems where whole: ways[0].items = nil
        case .allOf(let nodes):
            for node in nodes { ways = try product(ways, inside(node, place, depth)) }
        case .anyOf(let nodes), .oneOf(let nodes):
            for node in nodes { ways = try product(ways, perhaps(node, place, depth)) }
        case .reference, .dynamicReference, .recursiveReference:
            if let node = target(of: rule, from: place) { ways = try inside(node, place, depth) }
        case .condition(let condition, let then, let otherwise):
            let holds = try term(condition, from: place)
            var yes = try inside(condition, place, depth)
            if let then { yes = try product(yes, inside(then, place, depth)) }
            let no = if let otherwise { try inside(otherwise, place, depth) } else { ways }
            if (yes + no).allSatisfy(\.isNone) { return ways }
            ways = try product(yes, [Evaluated(condition: holds)]) + product(no, [Evaluated(condition: !holds)])
        case .dependentSchemas(let rules):
            for rule in rules {
                let own = try inside(rule.schema, place, depth)
                if own.allSatisfy(\.isNone) { continue }
                let has = table.has(rule.name)
                let either = try product(own, [Evaluated(condition: has)]) + [Evaluated(condition: !has)]
                ways = try product(ways, either)
            }
        default: break
        }
        return ways
    }
}
