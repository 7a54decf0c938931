/// A value in a message: as JSON, cut where it gets long.
enum Excerpt {
    static func text(of value: JSONValue, limit: Int = 60) -> String {
        var writer = Writer(limit: limit)
        writer.write(value, depth: 0)
        return writer.isFull ? writer.text + "…" : writer.text
    }

    private struct Writer {
        let limit: Int
        var text = ""
        var isFull = false
        private var length = 0

        init(limit: Int) {
            self.limit = limit
        }

        mutating func write(_ value: JSONValue, depth: Int) {
            guard !isFull else { return }
            guard depth < 8 else { return append("…") }
            switch value {
            case .null: append("null")
            case .bool(let value): append(value ? "true" : "false")
            case .number(let number): append(number.canonicalString)
            case .string(let string): write(string)
            case .array(let elements):
                append("[")
                for (index, element) in elements.enumerated() where !isFull {
                    if index > 0 { append(", ") }
                    write(element, depth: depth + 1)
                }
                append("]")
            case .object(let object):
                append("{")
                for (index, member) in object.members.enumerated() where !isFull {
                    if index > 0 { append(", ") }
                    write(member.key)
                    append(": ")
                    write(member.value, depth: depth + 1)
                }
                append("}")
            }
        }

        private mutating func write(_ string: JSONString) {
            append("\"")
            for scalar in string.text.unicodeScalars {
                guard !isFull else { return }
                switch scalar {
                case "\"", "\\": append("\\\(scalar)")
                case "\n": append("\\n")
                case "\t": append("\\t")
                case "\r": append("\\r")
                case _ where scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value:
                    append("\\u\(String(scalar.value + 0x10000, radix: 16).dropFirst())")
                default: append(String(scalar))
                }
            }
            append("\"")
        }

        private mutating func append(_ piece: String) {
            guard !isFull else { return }
            length += piece.unicodeScalars.count
            if length > limit { isFull = true } else { text += piece }
        }
    }
}
