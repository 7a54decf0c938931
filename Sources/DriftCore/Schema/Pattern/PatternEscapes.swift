extension PatternParser {
    /// What stands after `\` outside brackets.
    mutating func escape() throws(PatternError) -> (Pattern.Node, isQuantifiable: Bool) {
        guard let next = current else { throw invalid("'\\' with nothing after it", at: at - 1) }
        switch next {
        case "b", "B":
            at += 1
            return (.wordBoundary(isNegated: next == "B"), false)
        case "k":
            at += 1
            return (try namedReference(), true)
        case 0x31...0x39: return (try numberedReference(), true)
        default: return (.set(try escapedSet()), true)
        }
    }

    /// The set after `[`, up to and with its `]`.
    mutating func characterClass() throws(PatternError) -> CodePointSet {
        let start = at - 1
        let isNegated = take("^")
        var ranges: [ClosedRange<UInt32>] = []
        while true {
            guard let next = current else { throw invalid("'[' without ']'", at: start) }
            if next == "]" { break }
            let atomStart = at
            let low = try classAtom()
            // A minus is itself at the end, and next to a class such as \w.
            guard isNext("-"), at + 1 < text.count, text[at + 1] != "]", case .one(let first) = low else {
                ranges += low.ranges
                continue
            }
            at += 1
            let high = try classAtom()
            guard case .one(let last) = high else {
                ranges += low.ranges + [0x2D...0x2D] + high.ranges
                continue
            }
            guard first <= last else { throw invalid("a range out of order", at: atomStart) }
            ranges.append(first...last)
        }
        at += 1
        let set = CodePointSet(ranges)
        return isNegated ? set.complement : set
    }

    private enum ClassAtom {
        case one(UInt32)
        case set(CodePointSet)

        var ranges: [ClosedRange<UInt32>] {
            switch self {
            case .one(let value): [value...value]
            case .set(let set): set.ranges
            }
        }
    }

    private mutating func classAtom() throws(PatternError) -> ClassAtom {
        guard let next = current else { throw invalid("'[' without ']'") }
        at += 1
        guard next == "\\" else { return .one(next) }
        guard let escaped = current else { throw invalid("'\\' with nothing after it", at: at - 1) }
        if escaped == "b" {
            at += 1
            return .one(0x08)
        }
        if let set = try classEscape() { return .set(set) }
        return .one(try characterEscape())
    }

    private mutating func escapedSet() throws(PatternError) -> CodePointSet {
        if let set = try classEscape() { return set }
        return CodePointSet(try characterEscape())
    }

    /// `\d \D \s \S \w \W \p{…} \P{…}`; nil, with nothing taken, for any other escape.
    private mutating func classEscape() throws(PatternError) -> CodePointSet? {
        let set: CodePointSet
        switch text[at] {
        case "d": set = .digits
        case "D": set = CodePointSet.digits.complement
        case "s": set = .space
        case "S": set = CodePointSet.space.complement
        case "w": set = .word
        case "W": set = CodePointSet.word.complement
        case "p", "P": return try property()
        default: return nil
        }
        at += 1
        return set
    }

    private mutating func property() throws(PatternError) -> CodePointSet {
        let start = at - 1
        let isNegated = text[at] == "P"
        at += 1
        guard take("{"), let end = text[at...].firstIndex(of: 0x7D) else {
            throw invalid("'\\p' without a name", at: start)
        }
        var name = ""
        for value in text[at..<end] { name.unicodeScalars.append(Unicode.Scalar(value) ?? "?") }
        at = end + 1
        guard let set = UnicodeProperty.set(named: name) else {
            throw .unsupported("the property '\(name)'", offset: start)
        }
        return isNegated ? set.complement : set
    }

    /// One code point, which may be a lone surrogate: such a one is in no set.
    private mutating func characterEscape() throws(PatternError) -> UInt32 {
        let start = at - 1
        let next = text[at]
        at += 1
        switch next {
        case "t": return 0x09
        case "n": return 0x0A
        case "v": return 0x0B
        case "f": return 0x0C
        case "r": return 0x0D
        case "0":
            if let digit = current, CodePointSet.digits.contains(digit) { throw invalid("an octal escape", at: start) }
            return 0
        case "c":
            guard let letter = current, 0x41...0x5A ~= letter & ~0x20, letter < 0x80 else {
                throw invalid("'\\c' without a letter", at: start)
            }
            at += 1
            return letter & 0x1F
        case "x":
            guard let value = hexadecimal(2) else { throw invalid("'\\x' without two hexadecimal digits", at: start) }
            return value
        case "u": return try unicodeEscape(from: start)
        default:
            // Unicode mode lets only syntax characters stand for themselves; punctuation is harmless, a letter or digit
            // that means nothing here means something in another language (\A, \Z, \a, \h).
            guard !CodePointSet.word.contains(next) || next == "_" else {
                throw invalid("an escape that ECMA-262 does not have", at: start)
            }
            return next
        }
    }

    private mutating func unicodeEscape(from start: Int) throws(PatternError) -> UInt32 {
        if take("{") {
            var value: UInt32 = 0
            var count = 0
            while let digit = current.flatMap(Self.hexadecimalDigit) {
                value = min(value << 4 | digit, 0x110000)
                count += 1
                at += 1
            }
            guard count > 0, take("}"), value <= 0x10FFFF else {
                throw invalid("'\\u{' without a code point", at: start)
            }
            return value
        }
        guard let value = hexadecimal(4) else { throw invalid("'\\u' without four hexadecimal digits", at: start) }
        guard 0xD800...0xDBFF ~= value else { return value }
        let afterHigh = at
        if take("\\u"), let low = hexadecimal(4), 0xDC00...0xDFFF ~= low {
            return 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00)
        }
        at = afterHigh
        return value
    }

    private mutating func hexadecimal(_ count: Int) -> UInt32? {
        guard at + count <= text.count else { return nil }
        var value: UInt32 = 0
        for digit in text[at..<at + count] {
            guard let digit = Self.hexadecimalDigit(digit) else { return nil }
            value = value << 4 | digit
        }
        at += count
        return value
    }

    private static func hexadecimalDigit(_ value: UInt32) -> UInt32? {
        switch value {
        case 0x30...0x39: value - 0x30
        case 0x41...0x46: value - 0x41 + 10
        case 0x61...0x66: value - 0x61 + 10
        default: nil
        }
    }
}
