/// A set of Unicode scalar values as sorted ranges that neither overlap nor touch; surrogates are never in it.
///
/// JSON text that holds lone surrogates is refused by the reader, so a string is a sequence of scalar values and
/// the complement is taken among these.
struct CodePointSet: Hashable, Sendable {
    /// Sorted, disjoint, with a gap of at least one value between neighbours. Two equal sets have equal ranges.
    let ranges: [ClosedRange<UInt32>]

    static let none = CodePointSet(normalized: [])
    static let all = CodePointSet(normalized: [0...0xD7FF, 0xE000...0x10FFFF])

    /// - Parameter ranges: In any order, overlapping or not; what lies outside the scalar values is left out.
    init(_ ranges: some Sequence<ClosedRange<UInt32>>) {
        var clipped: [ClosedRange<UInt32>] = []
        for range in ranges {
            for valid: ClosedRange<UInt32> in [0...0xD7FF, 0xE000...0x10FFFF] where range.overlaps(valid) {
                clipped.append(range.clamped(to: valid))
            }
        }
        clipped.sort { $0.lowerBound < $1.lowerBound }
        var merged: [ClosedRange<UInt32>] = []
        for range in clipped {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        self.ranges = merged
    }

    init(_ codePoint: UInt32) {
        self.init(CollectionOfOne(codePoint...codePoint))
    }

    private init(normalized ranges: [ClosedRange<UInt32>]) {
        self.ranges = ranges
    }

    var isEmpty: Bool { ranges.isEmpty }
    var count: Int { ranges.reduce(0) { $0 + Int($1.upperBound - $1.lowerBound) + 1 } }

    func contains(_ codePoint: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < codePoint { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= codePoint
    }

    var complement: CodePointSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
            next = range.upperBound + 1
        }
        if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
        return CodePointSet(gaps)
    }

    func union(_ other: CodePointSet) -> CodePointSet {
        CodePointSet(ranges + other.ranges)
    }

    func intersection(_ other: CodePointSet) -> CodePointSet {
        var common: [ClosedRange<UInt32>] = []
        var mine = ranges.makeIterator()
        var others = other.ranges.makeIterator()
        var a = mine.next()
        var b = others.next()
        while let x = a, let y = b {
            if x.overlaps(y) { common.append(x.clamped(to: y)) }
            if x.upperBound < y.upperBound { a = mine.next() } else { b = others.next() }
        }
        return CodePointSet(normalized: common)
    }

    func subtracting(_ other: CodePointSet) -> CodePointSet {
        intersection(other.complement)
    }
}

// The classes of ECMA-262 in Unicode mode, without the `i`, `s` and `m` flags, which JSON Schema cannot set.
extension CodePointSet {
    /// `\d`: ASCII digits only.
    static let digits = CodePointSet([0x30...0x39])
    /// `\w`: ASCII letters, digits and the underscore only.
    static let word = CodePointSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// `\s`: WhiteSpace and LineTerminator, which are not ASCII only.
    static let space = CodePointSet([
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
        0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
    ])
    /// `.`: anything but a LineTerminator.
    static let dot = CodePointSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029]).complement
}
