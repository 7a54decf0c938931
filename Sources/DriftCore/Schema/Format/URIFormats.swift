/// URIs of RFC 3986 and IRIs of RFC 3987, by their grammar.
enum URIFormats {
    static func isURI(_ text: String, allowsUnicode: Bool, allowsRelative: Bool) -> Bool {
        let grammar = Grammar(allowsUnicode: allowsUnicode)
        var rest = text.unicodeScalars.map(\.value)[...]
        if let hash = rest.firstIndex(of: 0x23) {
            guard grammar.isMadeOf(rest[(hash + 1)...], extra: ":@/?") else { return false }
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: 0x3F) {
            guard grammar.isMadeOf(rest[(mark + 1)...], extra: ":@/?", isQuery: true) else { return false }
            rest = rest[..<mark]
        }
        let end = rest.firstIndex { $0 == ":" || $0 == "/" } ?? rest.endIndex
        if end < rest.endIndex, rest[end] == ":" {
            guard isScheme(rest[..<end]) else { return false }
            rest = rest[(end + 1)...]
        } else if !allowsRelative {
            return false
        }
        if rest.starts(with: [0x2F, 0x2F]) {
            rest = rest.dropFirst(2)
            let slash = rest.firstIndex(of: 0x2F) ?? rest.endIndex
            guard grammar.isAuthority(rest[..<slash]) else { return false }
            rest = rest[slash...]
        }
        return grammar.isMadeOf(rest, extra: ":@/")
    }

    private static func isScheme(_ text: ArraySlice<UInt32>) -> Bool {
        guard let first = text.first, first.isASCIILetter else { return false }
        return text.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == "+" || $0 == "-" || $0 == "." }
    }

    private struct Grammar {
        let allowsUnicode: Bool

        /// Unreserved characters, sub-delimiters, percent-encoded bytes and `extra`.
        func isMadeOf(_ text: ArraySlice<UInt32>, extra: String, isQuery: Bool = false) -> Bool {
            var index = text.startIndex
            while index < text.endIndex {
                let value = text[index]
                if value == "%" {
                    guard index + 2 < text.endIndex, text[index + 1].isHexadecimalDigit,
                        text[index + 2].isHexadecimalDigit
                    else { return false }
                    index += 3
                    continue
                }
                let isPlain =
                    value.isASCIILetter || value.isASCIIDigit
                    || "-._~!$&'()*+,;=".unicodeScalars.contains { $0.value == value }
                    || extra.unicodeScalars.contains { $0.value == value }
                guard isPlain || (allowsUnicode && isUnicodeCharacter(value, isQuery: isQuery)) else { return false }
                index += 1
            }
            return true
        }

        /// `ucschar`, in a query `iprivate` too.
        private func isUnicodeCharacter(_ value: UInt32, isQuery: Bool) -> Bool {
            switch value {
            case 0xA0...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFFEF: true
            case 0x10000...0xDFFFD, 0xE1000...0xEFFFD: value & 0xFFFF <= 0xFFFD
            case 0xE000...0xF8FF, 0xF0000...0xFFFFD, 0x100000...0x10FFFD: isQuery
            default: false
            }
        }

        func isAuthority(_ text: ArraySlice<UInt32>) -> Bool {
            var rest = text
            if let at = rest.firstIndex(of: 0x40) {
                guard isMadeOf(rest[..<at], extra: ":") else { return false }
                rest = rest[(at + 1)...]
            }
            if rest.first == "[" {
                guard let close = rest.firstIndex(of: 0x5D), isLiteral(rest[(rest.startIndex + 1)..<close]) else {
                    return false
                }
                rest = rest[(close + 1)...]
                if rest.isEmpty { return true }
                return rest.first == ":" && rest.dropFirst().allSatisfy(\.isASCIIDigit)
            }
            let colon = rest.firstIndex(of: 0x3A) ?? rest.endIndex
            return isMadeOf(rest[..<colon], extra: "") && rest[colon...].dropFirst().allSatisfy(\.isASCIIDigit)
        }

        private func isLiteral(_ text: ArraySlice<UInt32>) -> Bool {
            if text.first == "v" || text.first == "V" {
                let parts = text.dropFirst().split(separator: 0x2E, maxSplits: 1, omittingEmptySubsequences: false)
                return parts.count == 2 && !parts[0].isEmpty && parts[0].allSatisfy(\.isHexadecimalDigit)
                    && !parts[1].isEmpty && !parts[1].contains(0x25)
                    && Grammar(allowsUnicode: false).isMadeOf(parts[1], extra: ":")
            }
            return AddressFormats.isIPv6(String(String.UnicodeScalarView(text.compactMap(Unicode.Scalar.init))))
        }
    }
}

/// Templates of RFC 6570, all four levels.
enum URITemplate {
    static func isValid(_ text: String) -> Bool {
        var cursor = TextCursor(text)
        while let next = cursor.next {
            if next == "{" {
                cursor.at += 1
                guard isExpression(&cursor) else { return false }
            } else if next == "%" {
                guard takeTriplet(&cursor) else { return false }
            } else {
                guard isLiteral(next) else { return false }
                cursor.at += 1
            }
        }
        return true
    }

    private static func isLiteral(_ value: UInt32) -> Bool {
        switch value {
        case 0...0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B...0x7D, 0x7F...0x9F: false
        default: true
        }
    }

    private static func takeTriplet(_ cursor: inout TextCursor) -> Bool {
        guard cursor.take("%") else { return false }
        let start = cursor.at
        while cursor.at < start + 2, let next = cursor.next, next.isHexadecimalDigit { cursor.at += 1 }
        return cursor.at == start + 2
    }

    private static func isExpression(_ cursor: inout TextCursor) -> Bool {
        _ = cursor.take(anyOf: "+#./;?&=,!@|")
        repeat {
            guard takeVariable(&cursor) else { return false }
        } while cursor.take(",")
        return cursor.take("}")
    }

    private static func takeVariable(_ cursor: inout TextCursor) -> Bool {
        repeat {
            var length = 0
            while let next = cursor.next {
                if next == "%" {
                    guard takeTriplet(&cursor) else { return false }
                } else if next.isASCIILetter || next.isASCIIDigit || next == "_" {
                    cursor.at += 1
                } else {
                    break
                }
                length += 1
            }
            guard length > 0 else { return false }
        } while cursor.take(".")
        if cursor.take("*") { return true }
        guard cursor.take(":") else { return true }
        guard let first = cursor.next, 0x31...0x39 ~= first else { return false }
        return cursor.skipDigits() <= 4
    }
}
