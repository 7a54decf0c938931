/// A character as JSON, URLs, HTML and programming languages write it: `\u0067`, `%67`, `&#103;`, `&quot;`, `\x67`, `\/`.
///
/// What was written twice over (`\\u0067`, `%2567`, `&amp;#103;`) is read as the character that it comes to in the end.
struct EscapedCharacter {
    /// UTF-8, or the one byte that is written.
    var bytes: [UInt8]
    /// Bytes of the text that it takes.
    var length: Int

    /// The bytes that such a notation begins with.
    static let beginnings = Set("\\%&".utf8)

    /// - Returns: nil when nothing of the kind begins there.
    init?(_ text: [UInt8], at start: Int) {
        switch text[start] {
        case UInt8(ascii: "\\"): self.init(backslash: text, start)
        case UInt8(ascii: "%"): self.init(percent: text, start)
        case UInt8(ascii: "&"): self.init(entity: text, start)
        default: return nil
        }
    }

    private init(bytes: [UInt8], length: Int) {
        self.bytes = bytes
        self.length = length
    }

    private init?(scalar value: UInt32?, length: Int) {
        guard let scalar = value.flatMap(Unicode.Scalar.init) else { return nil }
        self.init(bytes: Array(String(scalar).utf8), length: length)
    }

    private init?(backslash text: [UInt8], _ start: Int) {
        let next = text[start...].firstIndex { $0 != UInt8(ascii: "\\") } ?? text.endIndex
        guard next < text.endIndex, next - start <= 16 else { return nil }
        switch text[next] {
        case UInt8(ascii: "u"):
            guard let first = Self.number(text, next + 1, digits: 4) else { return nil }
            guard 0xD800..<0xDC00 ~= first else { self.init(scalar: first, length: next + 5 - start); return }
            let low = text[(next + 5)...].firstIndex { $0 != UInt8(ascii: "\\") } ?? text.endIndex
            guard low > next + 5, low < text.endIndex, text[low] == UInt8(ascii: "u"),
                let second = Self.number(text, low + 1, digits: 4), 0xDC00..<0xE000 ~= second
            else { return nil }
            self.init(scalar: 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00), length: low + 5 - start)
        case UInt8(ascii: "x"):
            guard let value = Self.number(text, next + 1, digits: 2) else { return nil }
            self.init(bytes: [UInt8(truncatingIfNeeded: value)], length: next + 3 - start)
        case UInt8(ascii: "n"): self.init(bytes: [0x0A], length: next + 1 - start)
        case UInt8(ascii: "r"): self.init(bytes: [0x0D], length: next + 1 - start)
        case UInt8(ascii: "t"): self.init(bytes: [0x09], length: next + 1 - start)
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"), 0x0A, 0x0D:
            self.init(bytes: [text[next]], length: next + 1 - start)
        default:
            // A backslash itself, written twice.
            guard next - start >= 2 else { return nil }
            self.init(bytes: [UInt8(ascii: "\\")], length: 2)
        }
    }

    private init?(percent text: [UInt8], _ start: Int) {
        var digits = start + 1
        while text[digits...].starts(with: "25".utf8), Self.number(text, digits + 2, digits: 2) != nil { digits += 2 }
        guard let value = Self.number(text, digits, digits: 2) else { return nil }
        self.init(bytes: [UInt8(truncatingIfNeeded: value)], length: digits + 2 - start)
    }

    private init?(entity text: [UInt8], _ start: Int) {
        var name = start + 1
        while text[name...].starts(with: "amp;".utf8), Self.beginsEntity(text, name + 4) { name += 4 }
        guard name < text.endIndex else { return nil }
        guard text[name] == UInt8(ascii: "#") else {
            for (word, character) in Self.names where text[name...].starts(with: word.utf8) {
                self.init(bytes: [character], length: name + word.utf8.count - start)
                return
            }
            return nil
        }
        let isHexadecimal = name + 1 < text.endIndex && text[name + 1] | 0x20 == UInt8(ascii: "x")
        let digits = text[(name + (isHexadecimal ? 2 : 1))...].prefix(10).prefix {
            Self.digit($0) < (isHexadecimal ? 16 : 10)
        }
        guard !digits.isEmpty else { return nil }
        let value = digits.reduce(0 as UInt64) { $0 * (isHexadecimal ? 16 : 10) + UInt64(Self.digit($1)) }
        let hasEnd = digits.endIndex < text.endIndex && text[digits.endIndex] == UInt8(ascii: ";")
        self.init(scalar: UInt32(exactly: value), length: digits.endIndex + (hasEnd ? 1 : 0) - start)
    }

    private static let names: [(String, UInt8)] = [
        ("quot;", 0x22), ("amp;", 0x26), ("apos;", 0x27), ("lt;", 0x3C), ("gt;", 0x3E), ("nbsp;", 0x20), ("sol;", 0x2F),
        ("plus;", 0x2B), ("equals;", 0x3D), ("colon;", 0x3A), ("lowbar;", 0x5F), ("hyphen;", 0x2D), ("period;", 0x2E),
        ("NewLine;", 0x0A), ("Tab;", 0x09), ("percnt;", 0x25), ("bsol;", 0x5C),
    ]

    private static func beginsEntity(_ text: [UInt8], _ start: Int) -> Bool {
        start < text.endIndex
            && (text[start] == UInt8(ascii: "#") || names.contains { text[start...].starts(with: $0.0.utf8) })
    }

    private static func number(_ text: [UInt8], _ start: Int, digits: Int) -> UInt32? {
        guard start + digits <= text.endIndex else { return nil }
        let values = text[start..<start + digits].map(digit)
        return values.contains { $0 > 15 } ? nil : values.reduce(0) { $0 << 4 | UInt32($1) }
    }

    /// 255 for what is no digit.
    private static func digit(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: 255
        }
    }
}
