/// A part of a document that may change without being told, and why.
package struct IgnoreRule: Hashable, Sendable {
    /// What may change. Never one that matches the root.
    package let pattern: PointerPattern
    /// For people; it makes no difference.
    package let reason: String?

    /// - Throws: `PointerPatternError`; also for a pattern that matches the root, because nothing would be watched any more.
    package init(pointer text: String, reason: String? = nil) throws(PointerPatternError) {
        let pattern = try PointerPattern(text)
        guard !pattern.matchesRoot else { throw .ignoresEverything(text) }
        self.pattern = pattern
        self.reason = reason
    }
}

/// What is left out when documents of a target are compared. The stored document stays whole; its view is what remains.
package struct IgnoreRules: Hashable, Sendable {
    /// In the order of the configuration, which makes no difference.
    package let rules: [IgnoreRule]

    /// Nothing is left out.
    package static let none = IgnoreRules([])

    /// A part is left out when any rule names it.
    package init(_ rules: [IgnoreRule]) {
        self.rules = rules
    }

    /// The rules of pattern texts without reasons.
    package static func parse(_ patterns: [String]) throws(PointerPatternError) -> IgnoreRules {
        var rules: [IgnoreRule] = []
        for pattern in patterns { rules.append(try IgnoreRule(pointer: pattern)) }
        return IgnoreRules(rules)
    }

    /// Whether every view is the document itself.
    package var isEmpty: Bool { rules.isEmpty }

    /// The document without the members and elements that a rule names; later elements of an array move up.
    package func view(of document: JSONValue) -> JSONValue {
        isEmpty ? document : remainder(of: document, states: states) ?? document
    }

    /// Whether a view leaves this place out: a rule matches it or one of its parents.
    package func ignores(_ pointer: Pointer) -> Bool {
        var states = states
        for token in pointer.tokens {
            states = self.states(after: token, from: states)
            if isIgnored(states) { return true }
        }
        return false
    }

    /// The same for the same set of patterns, whatever their order and reasons: views may be kept under it.
    package var rulesDigest: Digest {
        var text = Array("driftmonitor ignore rules 1".utf8)
        for pattern in Set(rules.map(\.pattern.description)).sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        {
            text += "\n\(pattern.utf8.count) ".utf8
            text += pattern.utf8
        }
        return Digest(of: text)
    }
}

extension IgnoreRules {
    /// How far each rule that can still match has come.
    private typealias States = [(rule: Int, places: PointerPattern.Places)]

    private var states: States { rules.indices.map { ($0, rules[$0].pattern.start) } }

    private func states(after token: JSONString, from states: States) -> States {
        var next: States = []
        for state in states {
            let places = rules[state.rule].pattern.places(after: token, from: state.places)
            if !places.isEmpty { next.append((state.rule, places)) }
        }
        return next
    }

    private func isIgnored(_ states: States) -> Bool {
        states.contains { rules[$0.rule].pattern.isEnd($0.places) }
    }

    /// - Returns: nil when nothing below is left out, so that untouched parts are shared, not copied.
    private func remainder(of value: JSONValue, states: States) -> JSONValue? {
        var isChanged = false
        func kept(_ part: JSONValue, at token: JSONString) -> JSONValue? {
            let next = self.states(after: token, from: states)
            if next.isEmpty { return part }
            if isIgnored(next) {
                isChanged = true
                return nil
            }
            guard let rest = remainder(of: part, states: next) else { return part }
            isChanged = true
            return rest
        }
        let rest: JSONValue
        switch value {
        case .object(let object):
            rest = .object(
                JSONObject(
                    object.members.compactMap { member in kept(member.value, at: member.key).map { (member.key, $0) } })
            )
        case .array(let elements):
            rest = .array(
                elements.enumerated().compactMap { index, element in kept(element, at: JSONString(String(index))) })
        default: return nil
        }
        return isChanged ? rest : nil
    }
}
