/// Amounts as people write them: `2m30s`, `8MiB`.
enum Quantity {
    static let durationPattern = "^([0-9]+(ms|s|m|h|d))+$"
    static let sizePattern = "^[0-9]+(B|kB|KiB|MB|MiB|GB|GiB)$"

    /// Whole numbers with units, such as `1h`, `2m30s`, `500ms`; each unit at most once, the larger first.
    static func duration(_ text: String) -> Duration? {
        let units: [(name: String, length: Duration)] = [
            ("d", .seconds(86_400)), ("h", .seconds(3600)), ("m", .seconds(60)), ("s", .seconds(1)),
            ("ms", .milliseconds(1)),
        ]
        var rest = text[...]
        var left = units[...]
        var total = Duration.zero
        repeat {
            guard let (number, unit) = take(from: &rest), number <= 1_000_000_000,
                let index = left.firstIndex(where: { $0.name == unit })
            else { return nil }
            total += left[index].length * number
            left = left[(index + 1)...]
        } while !rest.isEmpty
        return total
    }

    /// A whole number of bytes with a unit: `20kB` is 20,000, `8MiB` is 8,388,608.
    static func bytes(_ text: String) -> Int? {
        let units = [
            "B": 1, "kB": 1000, "KiB": 1 << 10, "MB": 1_000_000, "MiB": 1 << 20, "GB": 1_000_000_000, "GiB": 1 << 30,
        ]
        var rest = text[...]
        guard let (number, unit) = take(from: &rest), rest.isEmpty, let size = units[unit] else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: size)
        return overflow ? nil : bytes
    }

    private static func take(from rest: inout Substring) -> (number: Int, unit: String)? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        let unit = rest.dropFirst(digits.count).prefix { $0.isASCII && $0.isLetter }
        guard let number = Int(digits), !unit.isEmpty else { return nil }
        rest = rest[unit.endIndex...]
        return (number, String(unit))
    }

    /// The shortest form that `duration` reads back: `1h`, `2m30s`, `0s`.
    static func text(of duration: Duration) -> String {
        var rest = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        var text = ""
        for (name, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)]
            as [(String, Int64)]
        where rest >= length {
            text += "\(rest / length)\(name)"
            rest %= length
        }
        return text.isEmpty ? "0s" : text
    }
}
