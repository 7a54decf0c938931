/// A JSON Pointer (RFC 6901): the way from the root of a document to one value in it.
public struct Pointer: Hashable, Sendable {
    /// Unescaped reference tokens; empty for the whole document.
    public var tokens: [JSONString]

    /// The empty pointer: the whole document.
    public static let root = Pointer(tokens: [])

    /// - Parameter tokens: Unescaped.
    public init(tokens: [JSONString]) {
        self.tokens = tokens
    }

    /// - Throws: `PointerError` when the text is not empty and does not start with `/`, or holds `~` without `0` or `1`.
    public init(_ text: String) throws(PointerError) {
        guard !text.utf8.isEmpty else {
            self = .root
            return
        }
        guard text.utf8.first == UInt8(ascii: "/") else { throw .noLeadingSlash(text) }
        var tokens: [JSONString] = []
        for part in text.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let token = PointerEscapes.plain.unescape(part) else { throw .badEscape(text) }
            tokens.append(token)
        }
        self.tokens = tokens
    }

    /// The pointer without its last token; nil for the root.
    public var parent: Pointer? { tokens.isEmpty ? nil : Pointer(tokens: tokens.dropLast()) }
    /// The last token; nil for the root.
    public var last: JSONString? { tokens.last }

    /// The pointer to a member: the token is not escaped yet.
    public static func / (pointer: Pointer, token: JSONString) -> Pointer {
        Pointer(tokens: pointer.tokens + [token])
    }

    /// The pointer to an element.
    public static func / (pointer: Pointer, index: Int) -> Pointer {
        pointer / JSONString(String(index))
    }
}

extension Pointer: CustomStringConvertible {
    public var description: String {
        var text = ""
        for token in tokens {
            text.append("/")
            PointerEscapes.plain.append(token, to: &text)
        }
        return text
    }
}

/// What of a name is written as `~` and a digit where it is a token of a pointer.
struct PointerEscapes {
    /// `~0` is the first of them, and so on.
    private let characters: [UInt8]

    /// RFC 6901, 3: `~` and `/`.
    static let plain = PointerEscapes(characters: Array("~/".utf8))
    /// Of a pattern, in which an asterisk means something.
    static let pattern = PointerEscapes(characters: Array("~/*".utf8))

    /// - Returns: nil when a `~` is followed by none of the digits.
    func unescape(_ text: some Sequence<UInt8>) -> JSONString? {
        var token: [UInt8] = []
        var bytes = text.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "~") else {
                token.append(byte)
                continue
            }
            guard let digit = bytes.next(), let index = characters.indices.first(where: { digit == 0x30 + UInt8($0) })
            else { return nil }
            token.append(characters[index])
        }
        return JSONString(String(decoding: token, as: UTF8.self))
    }

    func append(_ token: JSONString, to text: inout String) {
        guard token.text.utf8.contains(where: characters.contains) else {
            text.append(token.text)
            return
        }
        for scalar in token.text.unicodeScalars {
            if let index = characters.firstIndex(where: { scalar.value == UInt32($0) }) {
                text.append("~\(index)")
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }
}

extension Pointer: Comparable {
    public static func < (a: Pointer, b: Pointer) -> Bool { a.tokens.lexicographicallyPrecedes(b.tokens) }
}

/// Why a text is no JSON Pointer.
public enum PointerError: Error, Hashable {
    case noLeadingSlash(String)
    case badEscape(String)
}

extension PointerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noLeadingSlash(let text): "'\(text)' is no JSON Pointer: it must be empty or start with '/'"
        case .badEscape(let text): "'\(text)' is no JSON Pointer: '~' must be written '~0', and '/' inside a name '~1'"
        }
    }
}

extension JSONValue {
    /// The value that a pointer names; nil when there is none. An index is digits without leading zeros.
    public subscript(pointer: Pointer) -> JSONValue? {
        var value = self
        for token in pointer.tokens {
            switch value {
            case .object(let object):
                guard let member = object[token] else { return nil }
                value = member
            case .array(let elements):
                guard let index = token.arrayIndex, index < elements.count else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }
}

extension JSONString {
    /// The token as an array index, if it is one (RFC 6901, 4).
    public var arrayIndex: Int? {
        let digits = text.utf8
        guard !digits.isEmpty, digits.count < 19, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        guard digits.count == 1 || digits.first != UInt8(ascii: "0") else { return nil }
        return Int(text)
    }
}
