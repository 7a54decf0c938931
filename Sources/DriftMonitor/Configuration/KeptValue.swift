import DriftCore

/// Judges values that are kept in files and variables as those that are written out, in words that never show them.
enum KeptValue {
    /// What ends a value without being part of it: the line feed that editors add, blanks that nobody sees.
    static func trimmed(_ text: String) -> Substring {
        var text = text[...]
        while let last = text.unicodeScalars.last, " \t\r\n".unicodeScalars.contains(last) {
            text.unicodeScalars.removeLast()
        }
        return text
    }

    /// A clause that follows the name of what keeps the value; nil where nothing is wrong with it.
    static func problem(url text: String) -> String? {
        if let problem = form(text) { return problem }
        do throws(WebURLError) {
            _ = try WebURL(text)
            return nil
        } catch {
            return switch error {
            case .port: "is no usable URL: its port is no number from 1 to 65535"
            case .character:
                "is no usable URL: it holds a blank, a control, or a character that must be percent-encoded"
            default: "is no usable URL: \(error)"
            }
        }
    }

    /// As a header's value: one line of printable text.
    static func problem(header text: String) -> String? {
        text.utf8.contains { $0 < 0x20 && $0 != 9 || $0 == 0x7F }
            ? "holds several lines or other controls; keep the value alone there" : nil
    }

    /// What people write around a value where only the value belongs.
    private static func form(_ text: String) -> String? {
        let scalars = text.unicodeScalars
        if scalars.contains("\n") || scalars.contains("\r") { return "holds several lines; keep the value alone there" }
        if scalars.first == "#" { return "is a comment; keep the value alone there" }
        if let first = scalars.first, "'\"`".unicodeScalars.contains(first) {
            return "stands in quotes; take them off"
        }
        let name = text.prefix { $0 != "=" }
        let words = name.split(separator: " ")
        let isName = words.last?.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        if name.endIndex < text.endIndex, isName == true, words.count == 1 || words.first == "export" {
            return "begins with 'NAME='; keep the value alone there"
        }
        return nil
    }
}
