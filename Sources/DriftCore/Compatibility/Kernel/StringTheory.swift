extension Prover {
    /// Strings: a finite set, or lengths and regular languages.
    func strings(_ atoms: [Term]) throws(Exhausted) -> Outcome {
        var shortest = 0
        var longest = Int.max
        var candidates: Set<JSONString>?
        var excluded: Set<JSONString> = []
        var languages: [Term] = []
        for atom in atoms {
            switch (table.formula(atom), atom.isNegated) {
            case (.lengthAtLeast(let count), false): shortest = max(shortest, count)
            case (.lengthAtLeast(let count), true): longest = min(longest, count - 1)
            case (.strings(let values), false): candidates = candidates?.intersection(values) ?? Set(values)
            case (.strings(let values), true): excluded.formUnion(values)
            default: languages.append(atom)
            }
        }
        if let candidates {
            for value in candidates.subtracting(excluded).sorted() {
                var fits = value.codePointCount >= shortest && value.codePointCount <= longest
                for language in languages where fits {
                    fits = try membership.holds(restricted: language, .string(value)) == true
                }
                if fits { return .value(.string(value)) }
            }
            return .empty
        }
        guard shortest <= longest else { return .empty }
        guard shortest <= Words.longestWord else { return .unknown("the strings that matter are too long to be built") }
        var words = try words(of: languages.sorted())
        let found = try words.first(1, lengths: shortest...longest, avoiding: excluded)
        self.words[languages.sorted()] = words
        return found.first.map { .value(.string($0)) } ?? .empty
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
