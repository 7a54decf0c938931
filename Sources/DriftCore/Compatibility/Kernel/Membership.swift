/// Whether values are of terms. Nil where that rests on something opaque.
struct Membership {
    let table: TermTable
    let budget: Budget

    func holds(_ term: Term, _ value: JSONValue) throws(Exhausted) -> Bool? {
        try holds(restricted: table.restrict(term, to: Kinds(of: value)), value)
    }

    /// - Parameter restricted: A term restricted to the value's kind.
    func holds(restricted term: Term, _ value: JSONValue) throws(Exhausted) -> Bool? {
        let positive = try positive(table.formula(term), value)
        return positive.map { $0 != term.isNegated }
    }

    private func positive(_ formula: Formula, _ value: JSONValue) throws(Exhausted) -> Bool? {
        try budget.look()
        switch (formula, value) {
        case (.anything, _): return true
        case (.kinds(let kinds), _): return kinds.contains(Kinds(of: value))
        case (.opaque(let index, _), .string(let string)): return table.isMatch(string.text, of: index)
        case (.opaque, _): return nil
        case (.reference, _): return nil
        case (.all(let parts), _):
            var result: Bool? = true
            for part in parts {
                switch try holds(restricted: part, value) {
                case false?: return false
                case nil: result = nil
                case true?: break
                }
            }
            return result
        case (.above(let bound, let orEqual), .number(let number)):
            return bound < number || (orEqual && bound == number)
        case (.multiple(let divisor), .number(let number)):
            return number.isMultiple(of: divisor)
        case (.numbers(let values), .number(let number)): return values.contains(number)
        case (.lengthAtLeast(let count), .string(let string)): return string.codePointCount >= count
        case (.strings(let values), .string(let string)): return values.contains(string)
        case (.matches(let index), .string(let string)):
            try budget.spend(string.text.utf8.count / 8)
            return table.automata[index].accepts(string.text)
        case (.items(let range, let term, let count), .array(let items)):
            return try atLeast(count, items.enumerated().lazy.filter { range.contains($0.offset) }.map(\.element), term)
        case (.unique, .array(let items)):
            try budget.spend(items.count)
            return Set(items).count == items.count
        case (.members(let keys, let values, let count), .object(let object)):
            var sure = 0
            var possible = 0
            for member in object.members {
                guard sure < count else { break }
                let key = try holds(restricted: keys, .string(member.key))
                if key == false { continue }
                let inside = values == .anything ? true : try holds(values, member.value)
                if inside == false { continue }
                possible += 1
                if key == true, inside == true { sure += 1 }
            }
            return sure >= count ? true : possible >= count ? nil : false
        default: return false
        }
    }

    private func atLeast(_ count: Int, _ items: some Sequence<JSONValue>, _ term: Term) throws(Exhausted) -> Bool? {
        var sure = 0
        var possible = 0
        for item in items where sure < count {
            switch term == .anything ? true : try holds(term, item) {
            case true?:
                sure += 1
                possible += 1
            case nil: possible += 1
            case false?: break
            }
        }
        return sure >= count ? true : possible >= count ? nil : false
    }
}
