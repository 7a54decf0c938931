/// Formats of a few lines.
enum TextFormats {
    static func isUUID(_ text: String) -> Bool {
        let groups = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        return groups.map(\.count) == [8, 4, 4, 4, 12]
            && groups.allSatisfy { $0.allSatisfy { UInt32($0).isHexadecimalDigit } }
    }

    static func isPointer(_ text: String) -> Bool {
        (try? Pointer(text)) != nil
    }

    /// Levels up, without leading zeros, then a pointer or `#`.
    static func isRelativePointer(_ text: String) -> Bool {
        var cursor = TextCursor(text)
        let startsWithZero = cursor.next == "0"
        let digits = cursor.skipDigits()
        guard digits > 0, digits == 1 || !startsWithZero else { return false }
        if cursor.take("#") { return cursor.isAtEnd }
        return isPointer(String(text.unicodeScalars.dropFirst(digits)))
    }

    static func isRegularExpression(_ text: String) -> Bool {
        do throws(PatternError) {
            _ = try Pattern(text)
            return true
        } catch {
            // A property without a table is good ECMA-262 all the same.
            if case .unsupported = error { return true }
            return false
        }
    }

    /// The names of CSS 2.1, and `#rgb` or `#rrggbb`.
    static func isColor(_ text: String) -> Bool {
        guard text.utf8.first == UInt8(ascii: "#") else { return colors.contains(text.lowercased()) }
        let digits = text.utf8.dropFirst()
        return [3, 6].contains(digits.count) && digits.allSatisfy { UInt32($0).isHexadecimalDigit }
    }

    private static let colors: Set<String> = [
        "aqua", "black", "blue", "fuchsia", "gray", "green", "lime", "maroon", "navy", "olive", "orange", "purple",
        "red", "silver", "teal", "white", "yellow",
    ]
}
