/// Colour where a person reads, nothing where a program does.
package struct TextStyle: Hashable, Sendable {
    package let isColoured: Bool

    package static let plain = TextStyle(isColoured: false)

    package init(isColoured: Bool) {
        self.isColoured = isColoured
    }

    package func bold(_ text: String) -> String { wrap(text, "1") }
    package func dim(_ text: String) -> String { wrap(text, "2") }
    package func red(_ text: String) -> String { wrap(text, "31") }
    package func green(_ text: String) -> String { wrap(text, "32") }
    package func yellow(_ text: String) -> String { wrap(text, "33") }

    package func impact(_ impact: Impact, _ text: String? = nil) -> String {
        let text = text ?? impact.rawValue
        return switch impact {
        case .breaking: wrap(text, "1;31")
        case .unknown: wrap(text, "1;33")
        case .semantic: wrap(text, "33")
        case .compatible: wrap(text, "32")
        case .cosmetic: wrap(text, "2")
        }
    }

    private func wrap(_ text: String, _ code: String) -> String {
        isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}

extension String {
    /// Padded on the right with blanks to a width in characters.
    package func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

extension JSONValue {
    /// As canonical text, cut for a line of a report.
    package func shown(limit: Int = 60) -> String { canonicalString.shown(limit: limit) }
}

/// Columns of text, each as wide as its widest cell; the last one is not padded.
package struct TextTable: Sendable {
    private var rows: [[String]] = []
    private let header: [String]

    package init(_ header: [String]) {
        self.header = header
    }

    package mutating func add(_ row: [String]) {
        rows.append(row)
    }

    private var widths: [Int] {
        header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
    }

    /// Of the longest line.
    package var width: Int { widths.reduce(0, +) + 2 * (widths.count - 1) }

    package func lines(_ style: TextStyle = .plain) -> [String] {
        let widths = widths
        func line(_ row: [String]) -> String {
            zip(row, widths).enumerated().map {
                $0.offset == row.count - 1 ? $0.element.0 : $0.element.0.padded(to: $0.element.1)
            }
            .joined(separator: "  ")
        }
        return [style.bold(line(header))] + rows.map(line)
    }
}
