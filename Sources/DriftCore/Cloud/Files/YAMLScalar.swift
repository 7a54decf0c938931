/// What a plain scalar means in YAML 1.1, the language that clouds.yaml has always been read in.
///
/// `yes` and `off` are booleans, `010` is eight, `1:30` is ninety. The rules are those of PyYAML's safe loader, which
/// openstacksdk uses; Yams resolves by other ones.
enum YAMLScalar {
    static func value(ofPlain text: String) -> SettingValue {
        if nulls.contains(text) { return .null }
        if let bool = booleans[text] { return .bool(bool) }
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else { return .text(text) }
        if let integer = integer(text) { return .number(integer) }
        if let float = float(text) { return .number(float) }
        return isDate(text) ? .date(text) : .text(text)
    }

    /// `2001-12-14`, or with a time after `T`, `t` or blanks.
    private static func isDate(_ text: String) -> Bool {
        func isNumber(_ part: Substring, _ lengths: ClosedRange<Int>) -> Bool {
            lengths.contains(part.utf8.count) && part.allSatisfy(\.isASCIIDigit)
        }
        let day = text.prefix { $0.isASCIIDigit || $0 == "-" }
        let parts = day.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, isNumber(parts[0], 4...4) else { return false }
        let rest = text[day.endIndex...]
        guard !rest.isEmpty else { return isNumber(parts[1], 2...2) && isNumber(parts[2], 2...2) }
        guard isNumber(parts[1], 1...2), isNumber(parts[2], 1...2), let gap = rest.first, "Tt \t".contains(gap) else {
            return false
        }
        let time = rest.drop { "Tt \t".contains($0) }.split(separator: ":", omittingEmptySubsequences: false)
        return time.count >= 3 && isNumber(time[0], 1...2) && isNumber(time[1], 2...2) && time[2].prefix(2).count == 2
            && isNumber(time[2].prefix(2), 2...2)
    }

    private static let nulls: Set<String> = ["", "~", "null", "Null", "NULL"]
    private static let booleans: [String: Bool] = {
        var words: [String: Bool] = [:]
        for (word, value) in [
            ("yes", true), ("no", false), ("true", true), ("false", false), ("on", true), ("off", false),
        ] {
            words[word] = value
            words[word.uppercased()] = value
            words[word.prefix(1).uppercased() + word.dropFirst()] = value
        }
        return words
    }()

    /// Python's `str` of the integer, or nil when the text is none.
    private static func integer(_ text: String) -> String? {
        let (isNegative, body) = split(sign: text)
        guard let first = body.first else { return nil }
        var digits: [UInt8]
        if body.starts(with: "0b".utf8) {
            guard let bits = number(body.dropFirst(2), base: 2) else { return nil }
            digits = bits
        } else if body.starts(with: "0x".utf8) {
            guard let nibbles = number(body.dropFirst(2), base: 16) else { return nil }
            digits = nibbles
        } else if first == UInt8(ascii: "0") {
            guard body.count > 1 else { return "0" }
            guard let octal = number(body.dropFirst(), base: 8) else { return nil }
            digits = octal
        } else if body.contains(UInt8(ascii: ":")) {
            let parts = body.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard let head = parts.first, first != UInt8(ascii: "_"), var total = number(head, base: 10) else {
                return nil
            }
            for part in parts.dropFirst() {
                guard let value = sexagesimal(part) else { return nil }
                total = accumulate(total, times: 60, plus: value)
            }
            digits = total
        } else {
            guard first != UInt8(ascii: "_"), let decimal = number(body, base: 10) else { return nil }
            digits = decimal
        }
        digits = Array(digits.drop { $0 == 0 })
        guard !digits.isEmpty else { return "0" }
        return (isNegative ? "-" : "") + String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
    }

    private static func split(sign text: String) -> (isNegative: Bool, body: Substring.UTF8View) {
        let bytes = text.utf8[...]
        switch bytes.first {
        case UInt8(ascii: "-"): return (true, bytes.dropFirst())
        case UInt8(ascii: "+"): return (false, bytes.dropFirst())
        default: return (false, bytes)
        }
    }

    /// One part of a base-60 number: 0 to 59 in one or two digits.
    private static func sexagesimal(_ part: Substring.UTF8View) -> Int? {
        guard (1...2).contains(part.count), part.allSatisfy({ (48...57).contains($0) }) else { return nil }
        let value = part.reduce(0) { $0 * 10 + Int($1 - 48) }
        return value < 60 ? value : nil
    }

    /// Decimal digits of a number in some base with underscores, however long; nil for any other character or no digit.
    private static func number(_ text: Substring.UTF8View, base: Int) -> [UInt8]? {
        var digits: [UInt8] = []
        var hasDigit = false
        guard text.count <= 1024 else { return nil }
        for byte in text where byte != UInt8(ascii: "_") {
            let value: Int
            switch byte {
            case 48...57: value = Int(byte) - 48
            case 65...70: value = Int(byte) - 55
            case 97...102: value = Int(byte) - 87
            default: return nil
            }
            guard value < base else { return nil }
            hasDigit = true
            digits = accumulate(digits, times: base, plus: value)
        }
        return hasDigit ? digits : nil
    }

    private static func accumulate(_ digits: [UInt8], times factor: Int, plus summand: Int) -> [UInt8] {
        var carry = summand
        var result: [UInt8] = []
        for digit in digits.reversed() {
            let value = Int(digit) * factor + carry
            result.append(UInt8(value % 10))
            carry = value / 10
        }
        while carry > 0 {
            result.append(UInt8(carry % 10))
            carry /= 10
        }
        return result.reversed()
    }

    private static func float(_ text: String) -> String? {
        let (isNegative, body) = split(sign: text)
        let bare = String(Substring(body))
        if [".inf", ".Inf", ".INF"].contains(bare) { return isNegative ? "-inf" : "inf" }
        if [".nan", ".NaN", ".NAN"].contains(text) { return "nan" }
        let parts = bare.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, bare.utf8.count <= 1024 else { return nil }
        let whole = parts[0]
        var fraction = parts[1]
        var exponent = ""
        if let e = fraction.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            exponent = String(fraction[fraction.index(after: e)...])
            fraction = fraction[..<e]
            // The sign of the exponent is not optional in YAML 1.1.
            guard let sign = exponent.first, sign == "+" || sign == "-", exponent.count > 1,
                exponent.dropFirst().allSatisfy(\.isASCIIDigit)
            else { return nil }
        }
        guard fraction.allSatisfy({ $0.isASCIIDigit || $0 == "_" }) else { return nil }
        if whole.contains(":") {
            guard exponent.isEmpty else { return nil }
            return base60(whole, fraction, isNegative)
        }
        if whole.isEmpty {
            guard fraction.first?.isASCIIDigit == true, text.first == "." else { return nil }
        } else {
            guard whole.first?.isASCIIDigit == true, whole.allSatisfy({ $0.isASCIIDigit || $0 == "_" }) else {
                return nil
            }
        }
        let digits = (whole.isEmpty ? "0" : whole.filter { $0 != "_" }) + "." + fraction.filter { $0 != "_" } + "0"
        guard let value = Double(digits + (exponent.isEmpty ? "" : "e" + exponent)) else { return nil }
        return python(isNegative ? -value : value)
    }

    private static func base60(_ whole: Substring, _ fraction: Substring, _ isNegative: Bool) -> String? {
        let parts = whole.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard let head = parts.first, (head.first ?? 0) != UInt8(ascii: "_"), let digits = number(head, base: 10),
            var total = Double(digits.isEmpty ? "0" : String(decoding: digits.map { $0 + 48 }, as: UTF8.self))
        else { return nil }
        for part in parts.dropFirst() {
            guard let value = sexagesimal(part) else { return nil }
            total = total * 60 + Double(value)
        }
        let tail = fraction.filter { $0 != "_" }
        total += Double("0." + tail + "0") ?? 0
        return python(isNegative ? -total : total)
    }

    /// A double as Python's `repr` writes it: an exponent from 1e16 on and below 1e-4, else plain digits.
    static func python(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        if value == 0 { return value.sign == .minus ? "-0.0" : "0.0" }
        var text = value.magnitude.description
        var exponent = 0
        if let e = text.firstIndex(of: "e") {
            exponent = Int(text[text.index(after: e)...]) ?? 0
            text = String(text[..<e])
        }
        let parts = text.split(separator: ".")
        var digits = parts.joined().utf8.map { $0 - 48 }
        // The value is 0.digits × 10^point.
        var point = (parts.first?.count ?? 0) + exponent
        while digits.first == 0 {
            digits.removeFirst()
            point -= 1
        }
        while digits.last == 0 { digits.removeLast() }
        let plain = digits.map { String($0) }.joined()
        let sign = value < 0 ? "-" : ""
        if point > 16 || point < -3 {
            let power = point - 1
            let mantissa = plain.prefix(1) + (plain.count > 1 ? "." + plain.dropFirst() : "")
            return sign + mantissa + "e" + (power < 0 ? "-" : "+") + (abs(power) < 10 ? "0" : "") + String(abs(power))
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + plain }
        if point >= plain.count { return sign + plain + String(repeating: "0", count: point - plain.count) + ".0" }
        return sign + plain.prefix(point) + "." + plain.dropFirst(point)
    }
}

extension Character {
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
