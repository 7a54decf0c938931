extension Prover {
    /// Strings: a finite set, or lengths and regular languages.
    func strings(_ atoms: [Term]) throws(Exhausted) -> Outcome {
        let goal = StringGoal(atoms, table)
        if let values = goal.listed { return try pick(values, goal.languages + goal.patterns) ?? .empty }
        guard goal.shortest <= goal.longest else { return .empty }
        guard goal.shortest <= Words.longestWord else {
            return .unknown("the strings that matter are too long to be built")
        }
        let limit = goal.patterns.isEmpty ? 1 : Self.trialLimit
        let found = try words(of: goal, limit: limit)
        if let outcome = try pick(found, goal.patterns) { return outcome }
        return found.count < limit ? .empty : .unknown("a pattern that describes no regular language")
    }

    /// Up to `limit` strings, all of them when they are fewer; nil when that cannot be said.
    func strings(_ atoms: [Term], limit: Int) throws(Exhausted) -> [JSONString]? {
        let goal = StringGoal(atoms, table)
        guard goal.patterns.isEmpty else { return nil }
        if let values = goal.listed {
            var found: [JSONString] = []
            for value in values where found.count < limit {
                if case .value(.string(let string)) = try pick([value], goal.languages) { found.append(string) }
            }
            return found
        }
        guard goal.shortest <= goal.longest else { return [] }
        guard goal.shortest <= Words.longestWord else { return nil }
        return try words(of: goal, limit: limit)
    }

    private func words(of goal: StringGoal, limit: Int) throws(Exhausted) -> [JSONString] {
        let languages = goal.languages.sorted()
        var words = try words(of: languages)
        let found = try words.first(limit, lengths: goal.shortest...goal.longest, avoiding: goal.excluded)
        self.words[languages] = words
        return found
    }

    /// So many words are tried on patterns without an automaton.
    private static let trialLimit = 200

    /// The first string of all terms; nil when none of them is.
    private func pick(_ values: [JSONString], _ terms: [Term]) throws(Exhausted) -> Outcome? {
        var isSure = true
        next: for value in values {
            for term in terms {
                switch try membership.holds(restricted: term, .string(value)) {
                case true?: continue
                case false?: continue next
                case nil:
                    isSure = false
                    continue next
                }
            }
            return .value(.string(value))
        }
        return isSure ? nil : .unknown("a pattern takes too long to try")
    }

    private func words(of languages: [Term]) throws(Exhausted) -> Words {
        if let known = words[languages] { return known }
        var parts: [(automaton: Automaton, sign: Bool)] = []
        for language in languages {
            guard case .matches(let index) = table.formula(language) else { continue }
            parts.append((table.automata[index], !language.isNegated))
        }
        return Words(try .intersection(parts, budget: budget), budget: budget)
    }
}

/// What is asked of a string.
private struct StringGoal {
    var shortest = 0
    var longest = Int.max
    var excluded: Set<JSONString> = []
    var languages: [Term] = []
    var patterns: [Term] = []
    /// The only strings that it can be, of fitting length, sorted; nil for any.
    var listed: [JSONString]?

    init(_ atoms: [Term], _ table: TermTable) {
        var candidates: Set<JSONString>?
        for atom in atoms {
            switch (table.formula(atom), atom.isNegated) {
            case (.lengthAtLeast(let count), false): shortest = max(shortest, count)
            case (.lengthAtLeast(let count), true): longest = min(longest, count - 1)
            case (.strings(let values), false): candidates = candidates?.intersection(values) ?? Set(values)
            case (.strings(let values), true): excluded.formUnion(values)
            case (.opaque, _): patterns.append(atom)
            default: languages.append(atom)
            }
        }
        guard let candidates else { return }
        listed = candidates.subtracting(excluded).sorted().filter {
            $0.codePointCount >= shortest && $0.codePointCount <= longest
        }
    }
}
