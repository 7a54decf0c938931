/// A JSON string as RFC 8259 means it: equal when the code points are equal.
///
/// `String ==` is canonical equivalence, which takes composed and decomposed é for one key; JSON keeps them apart.
/// The order is by UTF-16 code units, which is the order of keys in RFC 8785.
public struct JSONString: Sendable {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// The length that JSON Schema counts: code points.
    public var codePointCount: Int { text.unicodeScalars.count }
}

extension JSONString: Hashable {
    public static func == (a: JSONString, b: JSONString) -> Bool {
        a.text.utf8.elementsEqual(b.text.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        hasher.combine(0xFF as UInt8)
    }
}

extension JSONString: Comparable {
    public static func < (a: JSONString, b: JSONString) -> Bool {
        a.text.utf16.lexicographicallyPrecedes(b.text.utf16)
    }
}

extension JSONString: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral value: String) {
        self.init(value)
    }

    public var description: String { text }
}
