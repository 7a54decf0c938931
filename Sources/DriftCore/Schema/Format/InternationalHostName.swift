/// Names of hosts in any script: RFC 5891, with the code points of RFC 5892 and the bidi rule of RFC 5893.
enum InternationalHostName {
    static func isValid(_ text: String) -> Bool {
        let separators: Set<UInt32> = [0x2E, 0x3002, 0xFF0E, 0xFF61]
        let labels = text.unicodeScalars.map(\.value)
            .split(omittingEmptySubsequences: false) { separators.contains($0) }.map(Array.init)
        var length = labels.count - 1
        var decoded: [[UInt32]] = []
        for label in labels {
            guard let (unicode, encodedLength) = unicodeForm(of: label), encodedLength <= 63 else { return false }
            length += encodedLength
            decoded.append(unicode)
        }
        guard length <= 253 else { return false }
        return !decoded.contains(where: hasRightToLeft) || decoded.allSatisfy(obeysBidiRule)
    }

    /// Whether `xn--…` is what a valid label encodes to.
    static func isEncodedLabel(_ label: [UInt32]) -> Bool {
        guard let (unicode, _) = unicodeForm(of: label) else { return false }
        return !hasRightToLeft(unicode) || obeysBidiRule(unicode)
    }

    /// The label as people read it, and its length in ASCII; nil when it is none.
    private static func unicodeForm(of label: [UInt32]) -> ([UInt32], Int)? {
        guard !label.isEmpty else { return nil }
        let lowercased = label.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
        if lowercased.starts(with: [0x78, 0x6E, 0x2D, 0x2D]) {
            let code = Array(lowercased.dropFirst(4))
            guard let unicode = Punycode.decode(code), unicode.contains(where: { $0 >= 0x80 }),
                Punycode.encode(unicode) == code, isUnicodeLabel(unicode)
            else { return nil }
            return (unicode, label.count)
        }
        if label.allSatisfy({ $0 < 0x80 }) {
            let isPlain = lowercased.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == "-" }
            return isPlain && hasPlainHyphens(lowercased) ? (lowercased, label.count) : nil
        }
        return isUnicodeLabel(label) ? (label, Punycode.encode(label).count + 4) : nil
    }

    private static func hasPlainHyphens(_ label: [UInt32]) -> Bool {
        label.first != "-" && label.last != "-" && !(label.count >= 4 && label[2] == "-" && label[3] == "-")
    }

    private static func isUnicodeLabel(_ label: [UInt32]) -> Bool {
        guard hasPlainHyphens(label), let first = label.first.flatMap(Unicode.Scalar.init) else { return false }
        switch first.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return false
        default: break
        }
        return label.indices.allSatisfy { isAllowed(at: $0, in: label) }
    }

    // MARK: Code points (RFC 5892)

    private static func isAllowed(at index: Int, in label: [UInt32]) -> Bool {
        guard let scalar = Unicode.Scalar(label[index]) else { return false }
        switch scalar.value {
        case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: return true
        case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: return false
        case 0x2D, 0x30...0x39, 0x61...0x7A: return true
        case 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB, 0x660...0x669, 0x6F0...0x6F9, 0x200C, 0x200D:
            return isAllowedInContext(at: index, in: label)
        case 0x1100...0x11FF, 0xA960...0xA97C, 0xD7B0...0xD7FB: return false
        default: break
        }
        let properties = scalar.properties
        guard !properties.changesWhenNFKCCaseFolded, !properties.isDefaultIgnorableCodePoint, !properties.isWhitespace
        else { return false }
        switch properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .otherLetter, .decimalNumber, .modifierLetter, .nonspacingMark,
            .spacingMark:
            return true
        default: return false
        }
    }

    /// The rules of RFC 5892, appendix A.
    private static func isAllowedInContext(at index: Int, in label: [UInt32]) -> Bool {
        let before = index > 0 ? label[index - 1] : nil
        let after = index + 1 < label.count ? label[index + 1] : nil
        func isOf(_ script: String, _ value: UInt32?) -> Bool {
            guard let value else { return false }
            return UnicodeScript.set(named: script)?.contains(value) ?? false
        }
        switch label[index] {
        case 0xB7: return before == 0x6C && after == 0x6C
        case 0x375: return isOf("Greek", after)
        case 0x5F3, 0x5F4: return isOf("Hebrew", before)
        case 0x30FB: return label.contains { isOf("Hiragana", $0) || isOf("Katakana", $0) || isOf("Han", $0) }
        case 0x660...0x669: return !label.contains { 0x6F0...0x6F9 ~= $0 }
        case 0x6F0...0x6F9: return !label.contains { 0x660...0x669 ~= $0 }
        case 0x200D: return isVirama(before)
        case 0x200C: return isVirama(before) || joins(around: index, in: label)
        default: return false
        }
    }

    private static func isVirama(_ value: UInt32?) -> Bool {
        guard let scalar = value.flatMap(Unicode.Scalar.init) else { return false }
        return scalar.properties.canonicalCombiningClass == .virama
    }

    /// Whether letters that join stand on both sides, marks between them left out.
    private static func joins(around index: Int, in label: [UInt32]) -> Bool {
        let left = label[..<index].last { !isTransparent($0) }
        let right = label[(index + 1)...].first { !isTransparent($0) }
        guard let left, let right else { return false }
        return HostNameTables.joinsLeft.contains(left) && HostNameTables.joinsRight.contains(right)
    }

    private static func isTransparent(_ value: UInt32) -> Bool {
        switch Unicode.Scalar(value)?.properties.generalCategory {
        case .nonspacingMark?, .enclosingMark?, .format?: value != 0x200C && value != 0x200D
        default: false
        }
    }

    // MARK: Direction (RFC 5893)

    private enum Direction {
        case left, right, arabicNumber, number, mark, neutral
    }

    private static func direction(_ value: UInt32) -> Direction {
        if HostNameTables.arabicNumbers.contains(value) { return .arabicNumber }
        if value.isASCIIDigit || 0x6F0...0x6F9 ~= value { return .number }
        switch Unicode.Scalar(value)?.properties.generalCategory {
        case .nonspacingMark?, .enclosingMark?: return .mark
        default: break
        }
        if HostNameTables.rightToLeft.contains(value) { return .right }
        switch Unicode.Scalar(value)?.properties.generalCategory {
        case .lowercaseLetter?, .uppercaseLetter?, .otherLetter?, .modifierLetter?, .spacingMark?, .decimalNumber?:
            return .left
        default: return .neutral
        }
    }

    private static func hasRightToLeft(_ label: [UInt32]) -> Bool {
        label.contains { direction($0) == .right || direction($0) == .arabicNumber }
    }

    private static func obeysBidiRule(_ label: [UInt32]) -> Bool {
        let directions = label.map(direction)
        let last = directions.last { $0 != .mark }
        switch directions.first {
        case .right?:
            return !directions.contains(.left) && last != .neutral
                && !(directions.contains(.number) && directions.contains(.arabicNumber))
        case .left?:
            return !directions.contains(.right) && !directions.contains(.arabicNumber) && last != .neutral
        default: return false
        }
    }
}
