extension JSONValue {
    /// The canonical text: RFC 8785 with exact numbers (see docs/JSON.md), as UTF-8 without a line feed.
    public var canonicalText: [UInt8] {
        var writer = CanonicalText()
        writer.write(self)
        return writer.text
    }

    /// `canonicalText` as a string.
    public var canonicalString: String { String(decoding: canonicalText, as: UTF8.self) }
}

/// Writes values as canonical text, without recursion.
struct CanonicalText {
    private(set) var text: [UInt8] = []

    private enum Step {
        case elements([JSONValue], next: Int)
        case members([JSONObject.Member], next: Int)
    }

    mutating func write(_ root: JSONValue) {
        var steps: [Step] = []
        var current: JSONValue? = root
        while true {
            if let value = current {
                current = nil
                begin(value, &steps)
            }
            guard let step = steps.popLast() else { return }
            switch step {
            case .elements(let elements, let next):
                guard next < elements.count else {
                    text.append(UInt8(ascii: "]"))
                    continue
                }
                if next > 0 { text.append(UInt8(ascii: ",")) }
                steps.append(.elements(elements, next: next + 1))
                current = elements[next]
            case .members(let members, let next):
                guard next < members.count else {
                    text.append(UInt8(ascii: "}"))
                    continue
                }
                if next > 0 { text.append(UInt8(ascii: ",")) }
                write(members[next].key)
                text.append(UInt8(ascii: ":"))
                steps.append(.members(members, next: next + 1))
                current = members[next].value
            }
        }
    }

    private mutating func begin(_ value: JSONValue, _ steps: inout [Step]) {
        switch value {
        case .null: text.append(contentsOf: "null".utf8)
        case .bool(let value): text.append(contentsOf: value ? "true".utf8 : "false".utf8)
        case .number(let number): number.write(to: &text)
        case .string(let string): write(string)
        case .array(let elements):
            text.append(UInt8(ascii: "["))
            steps.append(.elements(elements, next: 0))
        case .object(let object):
            text.append(UInt8(ascii: "{"))
            steps.append(.members(object.members, next: 0))
        }
    }

    private mutating func write(_ string: JSONString) {
        text.append(UInt8(ascii: "\""))
        Self.escape(string.text.utf8, into: &text)
        text.append(UInt8(ascii: "\""))
    }

    /// Writes the inside of a string as RFC 8785, 3.2.2.2 says: short escapes, else `\u00xx` below U+0020, else as it is.
    static func escape(_ string: some Sequence<UInt8>, into text: inout [UInt8]) {
        for byte in string {
            switch byte {
            case 8: text.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "b")])
            case 9: text.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "t")])
            case 10: text.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
            case 12: text.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "f")])
            case 13: text.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "r")])
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0..<0x20:
                text.append(contentsOf: "\\u00".utf8)
                text.append(byte < 16 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
                let low = byte & 15
                text.append(low < 10 ? UInt8(ascii: "0") + low : UInt8(ascii: "a") + low - 10)
            default: text.append(byte)
            }
        }
    }
}
