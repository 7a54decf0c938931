/// Writes a schema as a term: each keyword as the set of values that it admits.
///
/// References are followed where they lead; one that leads back into what is being written becomes a reference of the
/// table. Where a reference leads by the dynamic scope, the scope is part of what is translated.
final class Translator {
    let schema: Schema
    let table: TermTable
    let budget: Budget
    let assertsFormats: Bool
    /// Tells the opaque predicates of two documents apart where the same text could mean different things.
    let side: String
    private var done: [Place: Term] = [:]
    private var open: [Place: Int?] = [:]
    private let isDynamic: Bool
    private var patterns: [String: Term] = [:]
    private var language: PatternLanguage

    struct Place: Hashable {
        let node: Schema.ID
        /// The resources entered on the way, outermost first; only kept where some reference depends on it.
        let scope: [Int]
    }

    static let depthLimit = 300

    init(_ schema: Schema, into table: TermTable, budget: Budget, side: String, assertsFormats: Bool = false) {
        self.schema = schema
        self.table = table
        self.budget = budget
        self.side = side
        self.assertsFormats = assertsFormats
        language = PatternLanguage(budget: budget)
        isDynamic = schema.nodes.contains { node in
            node.constraints.contains {
                switch $0.rule {
                case .dynamicReference, .recursiveReference: true
                default: false
                }
            }
        }
    }

    func term(of node: Schema.ID) throws(Exhausted) -> Term { try term(at: Place(node: node, scope: [])) }

    func term(_ node: Schema.ID, from place: Place) throws(Exhausted) -> Term {
        try term(at: Place(node: node, scope: place.scope))
    }

    private func term(at unentered: Place) throws(Exhausted) -> Term {
        let place = entered(unentered)
        if let known = done[place] { return known }
        if let reference = open[place] {
            // Inside itself: the term that is being written gets a name, so that it can be used here.
            let index = reference ?? table.newReference()
            open[place] = .some(index)
            return table.reference(index)
        }
        try budget.spend(3 + place.scope.count + table.takeSteps())
        if open.count >= Self.depthLimit { throw .depth }
        open[place] = .some(nil)
        var parts: [Term] = []
        for constraint in schema.nodes[place.node].constraints {
            parts.append(try term(of: constraint, at: place))
        }
        let term = table.all(parts)
        if let reference = open.removeValue(forKey: place) ?? nil { table.targets[reference] = term }
        done[place] = term
        return term
    }

    func entered(_ place: Place) -> Place {
        guard isDynamic else { return place }
        let resource = schema.nodes[place.node].resource
        if place.scope.contains(resource) { return place }
        let known = schema.resources[resource]
        if known.dynamicAnchors.isEmpty && !known.isRecursiveAnchor { return place }
        return Place(node: place.node, scope: place.scope + [resource])
    }

    /// Where a reference leads from a place.
    func target(of rule: Schema.Rule, from place: Place) -> Schema.ID? {
        switch rule {
        case .reference(let node): return node
        case .dynamicReference(let initial, let anchor):
            for resource in place.scope {
                if let node = schema.resources[resource].dynamicAnchors[anchor] { return node }
            }
            return initial
        case .recursiveReference(let initial):
            for resource in place.scope where schema.resources[resource].isRecursiveAnchor {
                return schema.resources[resource].root
            }
            return initial
        default: return nil
        }
    }

    func opaque(
        _ keyword: JSONString, _ value: JSONValue, reason: String, kinds: Kinds = .all, pattern: Pattern? = nil
    ) -> Term {
        let origin = Self.mentionsReference(value) ? side : ""
        let identity = OpaquePredicate.Identity.keyword(keyword.text + " " + origin, value, reason)
        return table.opaque(OpaquePredicate(reason: reason, identity: identity, kinds: kinds, pattern: pattern))
    }

    /// What a value with references means depends on the document around it.
    private static func mentionsReference(_ value: JSONValue) -> Bool {
        switch value {
        case .array(let items): items.contains(where: mentionsReference)
        case .object(let object):
            object.members.contains {
                ["$ref", "$dynamicRef", "$recursiveRef"].contains($0.key.text) || mentionsReference($0.value)
            }
        default: false
        }
    }

    func pattern(_ pattern: Pattern) throws(Exhausted) -> Term {
        if let known = patterns[pattern.source] { return known }
        let term: Term
        do {
            term = table.matches(try language.automaton(of: pattern))
        } catch {
            let reason: String
            switch error {
            case .exhausted(.steps): throw .steps
            case .exhausted(let limit): reason = "'\(pattern.source)': \(limit)"
            case .notRegular: reason = "the pattern '\(pattern.source)' describes no regular language"
            }
            let exact = opaque(
                "pattern", JSONValue(pattern.source), reason: reason, kinds: .string, pattern: pattern)
            // Every match of the pattern is one of the wider one too, so saying both says the same.
            let wider = try? language.automaton(of: WiderPattern.node(for: pattern))
            term = table.all([exact, wider.map(table.matches) ?? .anything])
        }
        patterns[pattern.source] = term
        return term
    }
}
