extension Prover {
    /// Strings: a finite set, or lengths and regular languages.
    func strings(_ atoms: [Term]) throws(Exhausted) -> Outcome {
        var shortest = 0
        var longest = Int.max
        var candidates: Set<JSONString>?
        var excluded: Set<JSONString> = []
        var languages: [Term] = []
        var patterns: [Term] = []
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
        if let candidates {
            let values = candidates.subtracting(excluded).sorted().filter {
                $0.codePointCount >= shortest && $0.codePointCount <= longest
            }
            return try pick(values, languages + patterns) ?? .empty
        }
        guard shortest <= longest else { return .empty }
        guard shortest <= Words.longestWord else { return .unknown("the strings that matter are too long to be built") }
        var words = try words(of: languages.sorted())
        let limit = patterns.isEmpty ? 1 : Self.trialLimit
        let found = try words.first(limit, lengths: shortest...longest, avoiding: excluded)
        self.words[languages.sorted()] = words
        if let outcome = try pick(found, patterns) { return outcome }
        return found.count < limit ? .empty : .unknown("a pattern that describes no regular language")
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
