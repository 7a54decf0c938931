/// A text in which somebody expected a variable to be put in.
enum UnsetVariable {
    /// `${NAME}` or `{{ name }}` anywhere, as shells and templates write it; `$NAME` or `%NAME%` where it is all there is.
    static func stands(in text: String) -> Bool {
        for (opening, closing) in [("${", "}"), ("{{", "}}")] {
            var rest = text[...]
            while let start = rest.firstRange(of: opening) {
                rest = rest[start.upperBound...]
                guard let end = rest.firstRange(of: closing) else { break }
                if isName(rest[..<end.lowerBound]) { return true }
            }
        }
        if text.hasPrefix("$") { return isConstant(text.dropFirst()) }
        return text.count > 2 && text.hasPrefix("%") && text.hasSuffix("%") && isConstant(text.dropFirst().dropLast())
    }

    /// `NAME`, ` some.name `, and `NAME:-something`.
    private static func isName(_ text: Substring) -> Bool {
        var name = text.drop { $0 == " " }
        if let colon = name.firstIndex(of: ":") { name = name[..<colon] }
        while name.last == " " { name.removeLast() }
        guard let first = name.unicodeScalars.first, first == "_" || first.properties.isAlphabetic else { return false }
        return name.unicodeScalars.allSatisfy {
            $0.isASCII && ($0 == "_" || $0 == "." || $0.properties.isAlphabetic || $0.properties.numericType != nil)
        }
    }

    private static func isConstant(_ text: Substring) -> Bool {
        text.contains { $0.isUppercase } && isName(text) && !text.contains { $0.isLowercase || $0 == "." }
    }
}
