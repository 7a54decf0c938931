/// A YAML text in which keys that stand twice in one mapping get another name, but for the last of each.
struct RepeatedKeys {
    private(set) var text: String
    private var count = 0

    /// No key of a real file holds this character, which is for private use.
    private static let mark: Character = "\u{F8FF}"
    /// More than this is no slip of the pen.
    private static let limit = 100

    init(_ text: String) {
        self.text = text
    }

    /// Gives the key that begins there another name.
    ///
    /// - Parameters:
    ///   - line: from 1.
    ///   - column: from 1, in code points.
    /// - Returns: false where that cannot be done, so that the text stays wrong.
    mutating func rename(_ name: String, line: Int, column: Int) -> Bool {
        count += 1
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        guard count <= Self.limit, !text.contains(Self.mark) || count > 1, lines.indices.contains(line - 1) else {
            return false
        }
        let scalars = lines[line - 1]
        guard column > 0,
            let start = scalars.index(scalars.startIndex, offsetBy: column - 1, limitedBy: scalars.endIndex)
        else { return false }
        var rest = scalars[start...]
        if let quote = rest.first, quote == "\"" || quote == "'" { rest = rest.dropFirst() }
        guard rest.starts(with: name.unicodeScalars) else { return false }
        let end = rest.index(rest.startIndex, offsetBy: name.unicodeScalars.count)
        var renamed = String.UnicodeScalarView(scalars[..<end])
        renamed.append(contentsOf: "\(Self.mark)\(count)".unicodeScalars)
        renamed.append(contentsOf: scalars[end...])
        lines[line - 1] = Substring.UnicodeScalarView(Substring(String(renamed)).unicodeScalars)
        text = lines.map { String($0) }.joined(separator: "\n")
        return true
    }

    /// The name that was written; another than `name` for a key whose value does not count.
    static func original(_ name: String) -> String {
        name.firstIndex(of: mark).map { String(name[..<$0]) } ?? name
    }
}
