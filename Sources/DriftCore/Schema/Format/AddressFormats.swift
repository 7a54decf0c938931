/// Addresses of mail and hosts.
enum AddressFormats {
    /// RFC 5321's Mailbox; RFC 6531's with Unicode.
    static func isEmail(_ text: String, allowsUnicode: Bool) -> Bool {
        let all = text.unicodeScalars.map(\.value)
        guard let at = all.lastIndex(of: 0x40) else { return false }
        let local = all[..<at]
        let domain = all[(at + 1)...]
        guard isLocalPart(local, allowsUnicode: allowsUnicode) else { return false }
        if domain.first == "[", domain.last == "]" {
            return isAddressLiteral(
                String(String.UnicodeScalarView(domain.dropFirst().dropLast().compactMap(Unicode.Scalar.init))))
        }
        let name = String(String.UnicodeScalarView(domain.compactMap(Unicode.Scalar.init)))
        if isHostName(name, decodesLabels: false) { return true }
        // Domains of mail need no normal form: each label is letters, digits and hyphens of any script.
        return allowsUnicode && !domain.isEmpty
            && domain.split(separator: 0x2E, omittingEmptySubsequences: false).allSatisfy { label in
                !label.isEmpty && label.allSatisfy { $0 >= 0x80 || $0.isASCIILetter || $0.isASCIIDigit || $0 == "-" }
            }
    }

    private static func isLocalPart(_ text: ArraySlice<UInt32>, allowsUnicode: Bool) -> Bool {
        guard !text.isEmpty else { return false }
        if text.first == "\"" {
            guard text.count >= 2, text.last == "\"" else { return false }
            var isEscaped = false
            for value in text.dropFirst().dropLast() {
                guard 0x20...0x7E ~= value || (allowsUnicode && value >= 0x80) else { return false }
                if isEscaped {
                    isEscaped = false
                } else if value == "\\" {
                    isEscaped = true
                } else if value == "\"" {
                    return false
                }
            }
            return !isEscaped
        }
        return text.split(separator: 0x2E, omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty
                && atom.allSatisfy { value in
                    value.isASCIILetter || value.isASCIIDigit || (allowsUnicode && value >= 0x80)
                        || "!#$%&'*+-/=?^_`{|}~".unicodeScalars.contains { $0.value == value }
                }
        }
    }

    private static func isAddressLiteral(_ text: String) -> Bool {
        text.hasPrefix("IPv6:") ? isIPv6(String(text.dropFirst(5))) : isIPv4(text)
    }

    /// RFC 1123's names: labels of letters, digits and inner hyphens, 63 each, 253 in all.
    ///
    /// - Parameter decodesLabels: Whether `xn--…` must stand for a label of RFC 5891.
    static func isHostName(_ text: String, decodesLabels: Bool) -> Bool {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= 253 else { return false }
        return bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { label in
            guard (1...63).contains(label.count), label.first != UInt8(ascii: "-"), label.last != UInt8(ascii: "-"),
                label.allSatisfy({ UInt32($0).isASCIILetter || UInt32($0).isASCIIDigit || $0 == UInt8(ascii: "-") })
            else { return false }
            guard decodesLabels, String(decoding: label.prefix(4), as: UTF8.self).lowercased() == "xn--" else {
                return true
            }
            return InternationalHostName.isEncodedLabel(label.map(UInt32.init))
        }
    }

    static func isIPv4(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.count), part.allSatisfy({ UInt32($0).isASCIIDigit }) else { return false }
                // Some read a leading zero as octal.
                guard part.count == 1 || part.first != UInt8(ascii: "0") else { return false }
                return part.reduce(0) { $0 * 10 + Int($1) - 0x30 } <= 255
            }
    }

    /// RFC 4291, 2.2: eight groups, one run of them written `::`, the last two perhaps as IPv4.
    static func isIPv6(_ text: String) -> Bool {
        let halves = text.split(separator: "::", maxSplits: 2, omittingEmptySubsequences: false)
        guard (1...2).contains(halves.count) else { return false }
        var groups = 0
        for (index, half) in halves.enumerated() where !half.isEmpty {
            let parts = half.split(separator: ":", omittingEmptySubsequences: false)
            for (position, part) in parts.enumerated() {
                let isLast = index == halves.count - 1 && position == parts.count - 1
                if isLast, part.contains(".") {
                    guard isIPv4(String(part)) else { return false }
                    groups += 2
                } else {
                    guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ UInt32($0).isHexadecimalDigit })
                    else { return false }
                    groups += 1
                }
            }
        }
        return halves.count == 1 ? groups == 8 && !halves[0].isEmpty : groups <= 7
    }
}
