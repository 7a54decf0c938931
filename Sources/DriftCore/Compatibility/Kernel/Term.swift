/// A set of JSON values as a formula, or its complement: a place in a `TermTable` and a sign.
///
/// Equal formulas of one table are equal terms, so `a` and `!a` contradict each other at a glance.
struct Term: Hashable, Sendable, Comparable {
    let raw: Int32

    static let anything = Term(raw: 0)
    static let nothing = Term(raw: 1)

    var index: Int { Int(raw >> 1) }
    var isNegated: Bool { raw & 1 == 1 }

    static prefix func ! (term: Term) -> Term { Term(raw: term.raw ^ 1) }
    static func < (a: Term, b: Term) -> Bool { a.raw < b.raw }
}

/// What a term that is not negated means. Every atom includes that the value is of its kind.
enum Formula: Hashable, Sendable {
    case anything
    /// Every one holds; at least two, sorted, none the negation of another.
    case all([Term])
    case kinds(Kinds)

    /// A number above the bound, or equal to it when `orEqual`.
    case above(JSONNumber, orEqual: Bool)
    /// A number that is a whole multiple; the divisor is positive.
    case multiple(of: JSONNumber)
    /// One of these numbers, sorted.
    case numbers([JSONNumber])

    /// A string of at least so many code points; never 0.
    case lengthAtLeast(Int)
    /// One of these strings, sorted.
    case strings([JSONString])
    /// A string in the language of an automaton, by its place in the table.
    case matches(Int)

    /// An array in which at least so many items of the range are of the term; never 0.
    case items(ItemRange, Term, atLeast: Int)
    /// An array without two equal items.
    case unique

    /// An object in which at least so many members have a key of the one term and a value of the other; never 0.
    case members(keys: Term, values: Term, atLeast: Int)

    /// A fixed set of values of these kinds that nothing is known about, by its place in the table.
    case opaque(Int, Kinds)
    /// The schema at a place that is inside itself, by its place in the table.
    case reference(Int)
}

extension Formula {
    /// The kinds of the values that it can hold for, as far as can be seen.
    var kinds: Kinds {
        switch self {
        case .above, .multiple, .numbers: .number
        case .lengthAtLeast, .strings, .matches: .string
        case .items, .unique: .array
        case .members: .object
        case .kinds(let kinds), .opaque(_, let kinds): kinds
        case .anything, .all, .reference: .all
        }
    }
}

/// The indexes `start ..< end`, or from `start` on.
struct ItemRange: Hashable, Sendable {
    let start: Int
    let end: Int?

    static let all = ItemRange(start: 0, end: nil)

    func contains(_ index: Int) -> Bool { index >= start && (end.map { index < $0 } ?? true) }
    var isEmpty: Bool { end.map { $0 <= start } ?? false }
    var count: Int? { end.map { $0 - start } }
}
