extension Unicode.Scalar {
    /// Whether it may stand in a line for people as it is: nothing that steers a terminal, begins a line of its own, turns writing
    /// around or cannot be seen.
    package var isPlain: Bool {
        if value < 0x7F { return value >= 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: false
        default: true
        }
    }
}

extension String {
    /// As everything that came from outside is shown to people: in one line, what is not plain escaped, at most `limit` characters.
    package func shown(limit: Int = 200) -> String {
        var text = ""
        var count = 0
        for scalar in unicodeScalars {
            guard count < limit else { return text + "…" }
            count += 1
            text.append(shown: scalar)
        }
        return text
    }

    /// The same for texts of several lines: line feeds and tabs stay.
    package var shownLines: String {
        if utf8.allSatisfy({ 0x20...0x7E ~= $0 || $0 == 0x0A || $0 == 0x09 }) { return self }
        var text = ""
        for scalar in unicodeScalars {
            if scalar == "\n" || scalar == "\t" {
                text.unicodeScalars.append(scalar)
            } else {
                text.append(shown: scalar)
            }
        }
        return text
    }

    private mutating func append(shown scalar: Unicode.Scalar) {
        if scalar.isPlain {
            unicodeScalars.append(scalar)
        } else {
            self += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        }
    }
}
