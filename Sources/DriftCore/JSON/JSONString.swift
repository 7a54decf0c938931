/// A JSON string as RFC 8259 means it: equal when the code points are equal.
///
/// `String ==` is canonical equivalence, which takes composed and decomposed é for one key; JSON keeps them apart.
/// The order is by UTF-16 code units, which is the order of keys in RFC 8785.
public struct JSONString: Sendable {
    /// The characters, unescaped. Compare `JSONString`s, not these.
    public let text: String

    /// Takes the characters as they are: not quoted, not escaped.
    public init(_ text: String) {
        self.text = text
    }

    /// The length that JSON Schema counts: code points.
    public var codePointCount: Int { text.unicodeScalars.count }
}

extension JSONString: Hashable {
    public static func == (a: JSONString, b: JSONString) -> Bool {
        // Equal bytes are canonically equal, and that is found out faster.
        guard a.text.utf8.count == b.text.utf8.count, a.text == b.text else { return false }
        let left = a.text.utf8Span
        let right = b.text.utf8Span
        if left.isKnownASCII && right.isKnownASCII { return true }
        for index in left.span.indices where left.span[index] != right.span[index] { return false }
        return true
    }

    /// Equal bytes are equal texts, which is all that a hash has to know; the one of `String` is the fastest.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(text)
    }
}

extension JSONString: Comparable {
    public static func < (a: JSONString, b: JSONString) -> Bool {
        let left = a.text.utf8Span.span
        let right = b.text.utf8Span.span
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            let (x, y) = (left[index], right[index])
            // UTF-8 sorts by code point. In UTF-16, those beyond U+FFFF (from F0) come before U+E000 to U+FFFF (EE, EF).
            if x >= 0xEE, y >= 0xEE, (x >= 0xF0) != (y >= 0xF0) { return x >= 0xF0 }
            return x < y
        }
        return left.count < right.count
    }
}

extension JSONString: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral value: String) {
        self.init(value)
    }

    public var description: String { text }
}
