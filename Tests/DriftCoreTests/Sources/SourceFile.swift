/// A file of Swift as a reader skims it: which types it declares, which it names, what it offers and whether that is explained.
///
/// No parser: it relies on the layout that `swift format` gives, a declaration to a line and four blanks to a level.
struct SourceFile {
    /// Below `Sources/DriftCore`.
    let path: String
    private let lines: [Line]

    private struct Line {
        let number: Int
        let indent: Int
        /// A line of `///`.
        let isExplanation: Bool
        let words: [Word]
    }

    private struct Word {
        let text: String
        /// The byte right before it, 0 at the start of a line.
        let before: UInt8
        /// The byte right behind it, 0 at the end of a line.
        let after: UInt8
    }

    init(path: String, text: String) {
        self.path = path
        var lines: [Line] = []
        var inText = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let bytes = Array(line.utf8)
            let indent = bytes.firstIndex { $0 != UInt8(ascii: " ") } ?? bytes.count
            lines.append(
                Line(
                    number: lines.count + 1, indent: indent,
                    isExplanation: !inText && bytes[indent...].starts(with: "///".utf8),
                    words: Self.words(bytes, inText: &inText)))
        }
        self.lines = lines
    }

    /// The words of a line that are neither comment nor text.
    /// - Parameter inText: whether the line begins, and the next one will begin, between three quotes.
    private static func words(_ bytes: [UInt8], inText: inout Bool) -> [Word] {
        let (quote, slash) = (UInt8(ascii: "\""), UInt8(ascii: "/"))
        var words: [Word] = []
        var inString = false
        var index = 0
        func at(_ place: Int) -> UInt8 { bytes.indices.contains(place) ? bytes[place] : 0 }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote, at(index + 1) == quote, at(index + 2) == quote {
                inText.toggle()
                index += 3
            } else if inText {
                index += 1
            } else if inString {
                if byte == quote { inString = false }
                index += byte == UInt8(ascii: "\\") ? 2 : 1
            } else if byte == quote {
                inString = true
                index += 1
            } else if byte == slash, at(index + 1) == slash {
                break
            } else if isWord(byte) {
                let start = index
                while isWord(at(index)) { index += 1 }
                words.append(
                    Word(
                        text: String(decoding: bytes[start..<index], as: UTF8.self), before: at(start - 1),
                        after: at(index)))
            } else {
                index += 1
            }
        }
        return words
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            true
        default: false
        }
    }
}

extension SourceFile {
    private static let types: Set = ["struct", "enum", "class", "actor", "protocol", "typealias"]
    private static let members: Set = ["func", "var", "let", "init", "subscript"]
    private static let modifiers: Set = [
        "package", "public", "internal", "private", "fileprivate", "set", "static", "final", "indirect", "mutating",
        "nonisolated", "nonmutating", "unsafe", "lazy", "weak", "override", "required", "convenience", "prefix",
        "consuming", "borrowing",
    ]

    /// What a line declares.
    private static func declaration(_ line: Line) -> (keyword: String, name: String, isOffered: Bool)? {
        var isOffered = false
        for (index, word) in line.words.enumerated() {
            if word.before == UInt8(ascii: "@") { continue }
            if types.contains(word.text) || members.contains(word.text) {
                // An operator is no word: what follows is a parameter.
                let following = line.words.dropFirst(index + 1).first
                let next = following?.before == UInt8(ascii: "(") ? "" : following?.text ?? ""
                // A class may be a modifier.
                if word.text == "class", next == "func" || next == "var" { continue }
                return (word.text, word.text == "init" || word.text == "subscript" ? word.text : next, isOffered)
            }
            guard modifiers.contains(word.text) else { return nil }
            // Not the one of `private(set)`.
            if word.text == "package" || word.text == "public", word.after != UInt8(ascii: "(") { isOffered = true }
        }
        return nil
    }

    /// The types that stand alone in this file.
    var types: [String] { lines.filter { $0.indent == 0 }.compactMap(typeName) }

    /// The types inside other types, too.
    var typesAtAnyDepth: [String] { lines.compactMap(typeName) }

    private func typeName(_ line: Line) -> String? {
        Self.declaration(line).flatMap { Self.types.contains($0.keyword) ? $0.name : nil }
    }

    /// Words that may be the name of a type, with the lines of the first time.
    var names: [String: Int] {
        var names: [String: Int] = [:]
        for line in lines {
            for word in line.words where word.before != UInt8(ascii: ".") && names[word.text] == nil {
                names[word.text] = line.number
            }
        }
        return names
    }

    /// What other targets can use, apart from what a protocol of the standard library explains, and whether there is a `///` on it.
    var offers: [(name: String, line: Int, isExplained: Bool)] {
        lines.indices.compactMap { index in
            guard let (keyword, name, isOffered) = Self.declaration(lines[index]), isOffered,
                !Self.isExplainedElsewhere(keyword, name, lines[index])
            else { return nil }
            // Attributes may stand between.
            var above = index - 1
            while above >= 0, lines[above].words.first?.before == UInt8(ascii: "@") { above -= 1 }
            return (name, lines[index].number, above >= 0 && lines[above].isExplanation)
        }
    }

    private static func isExplainedElsewhere(_ keyword: String, _ name: String, _ line: Line) -> Bool {
        switch keyword {
        case "func": ["", "hash", "encode"].contains(name)
        case "var": ["description", "debugDescription", "customMirror"].contains(name)
        case "init": line.words.contains { $0.text.hasSuffix("Literal") }
        default: false
        }
    }
}
