/// What a server wrote, made fit for one line of a message or a log.
enum ErrorText {
    static let lengthLimit = 300

    /// One line without control characters and long opaque words; nil when nothing is left.
    static func line(_ text: String) -> String? {
        let words = text.unicodeScalars.prefix(8 * lengthLimit)
            .split { $0.properties.isWhitespace || isControl($0) }
            .map { word in
                // Tokens are echoed by some servers; ids and digests are shorter.
                word.count > 80 ? "<\(word.count) characters>" : String(String.UnicodeScalarView(word))
            }
        let line = words.joined(separator: " ")
        guard !line.isEmpty else { return nil }
        return line.count > lengthLimit ? line.prefix(lengthLimit - 1) + "…" : line
    }

    /// An id as it may stand in a message.
    static func identifier(_ text: String) -> String? {
        guard !text.isEmpty, text.utf8.count <= 100, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        return text
    }

    /// The text of a page: tags, head, scripts and styles left out, the common entities read.
    static func withoutMarkup(_ page: String) -> String {
        var text = ""
        var rest = page[...]
        while let open = rest.firstIndex(of: "<") {
            text += rest[..<open] + " "
            guard let close = rest[open...].firstIndex(of: ">") else { return entities(text) }
            let tag = rest[rest.index(after: open)..<close].lowercased()
            rest = rest[rest.index(after: close)...]
            for hidden in ["head", "script", "style"] where tag == hidden || tag.hasPrefix(hidden + " ") {
                rest = rest.firstRange(of: "</\(hidden)>").map { rest[$0.upperBound...] } ?? ""
            }
        }
        return entities(text + rest)
    }

    /// The text of the first element of this name, in XML.
    static func element(_ name: String, of text: String) -> String? {
        for spelling in [name, name.prefix(1).uppercased() + name.dropFirst()] {
            guard let open = text.firstRange(of: "<\(spelling)>"),
                let close = text[open.upperBound...].firstRange(of: "</\(spelling)>")
            else { continue }
            let inner = entities(String(text[open.upperBound..<close.lowerBound]))
            return inner.allSatisfy(\.isWhitespace) ? nil : inner
        }
        return nil
    }

    private static func entities(_ text: String) -> String {
        guard text.contains("&") else { return text }
        return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
            .reduce(text) { $0.replacing($1.0, with: $1.1) }
    }

    /// Control and direction characters, which could forge lines or turn text around.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
