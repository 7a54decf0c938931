/// A set of terms, or of other small numbers, that is emptied at once and asked in one look.
struct TermMarks {
    private var stamps: [Int32] = []
    private var stamp: Int32 = 0

    /// Empties the set.
    /// - Parameter count: How many numbers there may be at least; more make room for themselves.
    mutating func begin(count: Int) {
        stamp &+= 1
        if stamp <= 0 {
            stamps = []
            stamp = 1
        }
        if stamps.count < count { stamps += Array(repeating: 0, count: max(count, 2 * stamps.count) - stamps.count) }
    }

    func contains(_ number: Int32) -> Bool { number < stamps.count && stamps[Int(number)] == stamp }

    /// - Returns: Whether it was not there.
    @discardableResult
    mutating func insert(_ number: Int32) -> Bool {
        if number >= stamps.count { stamps += Array(repeating: 0, count: max(Int(number) + 1, 64)) }
        if stamps[Int(number)] == stamp { return false }
        stamps[Int(number)] = stamp
        return true
    }

    func contains(_ term: Term) -> Bool { contains(term.raw) }

    @discardableResult
    mutating func insert(_ term: Term) -> Bool { insert(term.raw) }
}

/// A finite set of values, or all values but finitely many.
struct FiniteSet<Value: Hashable & Comparable> {
    private(set) var values: Set<Value> = []
    private(set) var isNegated = true
    private(set) var isThere = false
    /// How many values it took to make it.
    private(set) var size = 0

    /// Keeps what is in the other set too.
    mutating func add(_ other: [Value], isNegated isOtherNegated: Bool) {
        isThere = true
        size += other.count
        switch (isNegated, isOtherNegated) {
        case (true, true): values.formUnion(other)
        case (false, true): values.subtract(other)
        case (true, false):
            values = Set(other).subtracting(values)
            isNegated = false
        case (false, false): values.formIntersection(other)
        }
    }
}
