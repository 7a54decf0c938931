/// Why a text is no JSON document, and where.
public struct JSONError: Error, Hashable {
    /// What is wrong, apart from the place.
    public enum Reason: Hashable, Sendable {
        case empty
        case unexpectedEnd(expected: String)
        case unexpectedByte(UInt8, expected: String)
        case invalidUTF8
        case utf16
        case loneSurrogate
        case rawControlCharacter(UInt8)
        case invalidEscape
        case invalidNumber(String)
        case duplicateKey(String)
        case trailingText
        case tooDeep(limit: Int)
        case tooLarge(limit: Int)
        /// Only where a number must go through binary64.
        case outOfRange(String)
    }

    /// What is wrong; `description` says it in a sentence with the place.
    public let reason: Reason
    /// From 1; a line ends at a line feed.
    public let line: Int
    /// From 1, in code points.
    public let column: Int
    /// From 0, in bytes, a byte order mark included.
    public let offset: Int

    /// Works out line and column of an offset in the text that was read.
    init(_ fault: JSONFault, in bytes: [UInt8]) {
        reason = fault.reason
        offset = fault.offset
        let place = TextPlace(of: fault.offset, in: bytes)
        (line, column) = (place.line, place.column)
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String {
        "line \(line), column \(column) (byte \(offset)): \(reason.sentence)"
    }
}

extension JSONError.Reason {
    var sentence: String {
        switch self {
        case .empty: "the text is empty; a JSON document holds one value"
        case .unexpectedEnd(let expected): "the text ends where \(expected) is expected"
        case .unexpectedByte(let byte, let expected): "found \(Self.name(byte)) where \(expected) is expected"
        case .invalidUTF8: "the bytes are not valid UTF-8"
        case .utf16: "the text seems to be UTF-16 or UTF-32; JSON is exchanged as UTF-8"
        case .loneSurrogate: "an escaped surrogate (\\uD800 to \\uDFFF) stands alone, which is no character"
        case .rawControlCharacter(let byte): "the control character \(Self.name(byte)) must be escaped inside a string"
        case .invalidEscape:
            "a backslash must be followed by one of \" \\ / b f n r t, or by u and four hexadecimal digits"
        case .invalidNumber(let why): "this is no JSON number: \(why)"
        case .duplicateKey(let key): "the key \(Self.quote(key)) appears a second time in this object"
        case .trailingText: "there is text after the document's end"
        case .tooDeep(let limit): "arrays and objects are nested more than \(limit) levels deep"
        case .tooLarge(let limit): "the text is longer than \(limit) bytes"
        case .outOfRange(let number): "\(number) is out of the range of binary64, which RFC 8785 requires"
        }
    }

    private static func name(_ byte: UInt8) -> String {
        if 0x21...0x7E ~= byte { return "'\(Unicode.Scalar(byte))'" }
        let hex = String(byte, radix: 16, uppercase: true)
        return "0x" + (hex.utf8.count < 2 ? "0" : "") + hex
    }

    /// A key as JSON text without control characters, at most 60 code points of it.
    private static func quote(_ key: String) -> String {
        var text = JSONValue(String(String.UnicodeScalarView(key.unicodeScalars.prefix(60)))).canonicalString
        if key.unicodeScalars.count > 60 { text.append("…") }
        return text
    }
}

/// Line and column, both from 1, of a byte in a text.
struct TextPlace {
    let line: Int
    let column: Int

    init(of offset: Int, in bytes: [UInt8]) {
        let before = bytes[..<min(offset, bytes.count)]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        line = 1 + before.count { $0 == UInt8(ascii: "\n") }
        // A byte order mark is no column of its own.
        let mark = lineStart == 0 && before.starts(with: JSONDocument.byteOrderMark) ? 1 : 0
        column = 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 } - mark
    }
}

/// A `JSONError` before line and column are known: scanners throw it, and it is cheap to throw.
struct JSONFault: Error {
    let offset: Int
    let reason: JSONError.Reason
}
