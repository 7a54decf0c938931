/// A JSON number with its exact decimal value: 1, 1.0 and 1e0 are equal, 9007199254740992 and …993 are not.
///
/// The value is `±digits × 10^exponent`; digits have no leading and no trailing zeros, zero has none.
public struct JSONNumber: Hashable, Sendable {
    /// Each value has one storage: `small` whenever it fits, `large` for the rest.
    private enum Storage: Hashable, Sendable {
        /// `mantissa × 10^exponent`; the mantissa is 0 with exponent 0, or no multiple of ten below 10^18.
        case small(mantissa: Int64, exponent: Int32)
        case large(LargeNumber)
    }

    private let storage: Storage

    private init(_ storage: Storage) {
        self.storage = storage
    }

    private init(_ large: LargeNumber) {
        if large.digits.count <= 18, let exponent = Int32(exactly: large.exponent) {
            var mantissa: Int64 = 0
            for digit in large.digits { mantissa = mantissa * 10 + Int64(digit) }
            storage = .small(mantissa: large.isNegative ? -mantissa : mantissa, exponent: exponent)
        } else {
            storage = .large(large)
        }
    }

    /// The value `±digits × 10^exponent`. Zeros at both ends of the digits are taken off.
    public init(isNegative: Bool, digits: some Sequence<UInt8>, exponent: Int) {
        self.init(LargeNumber(isNegative: isNegative, digits: Array(digits), exponent: exponent))
    }

    /// The integer, exactly.
    public init(_ value: Int) {
        guard value.magnitude < 1_000_000_000_000_000_000 else {
            self.init(isNegative: value < 0, digits: String(value.magnitude).utf8.map { $0 - 48 }, exponent: 0)
            return
        }
        self.init(Self.normalized(Int64(value), 0))
    }

    private static func normalized(_ mantissa: Int64, _ exponent: Int32) -> Storage {
        guard mantissa != 0 else { return .small(mantissa: 0, exponent: 0) }
        var mantissa = mantissa
        var exponent = exponent
        while mantissa % 10 == 0 {
            mantissa /= 10
            exponent += 1
        }
        return .small(mantissa: mantissa, exponent: exponent)
    }

    /// Whether it is below zero; -0 is 0.
    public var isNegative: Bool {
        switch storage {
        case .small(let mantissa, _): mantissa < 0
        case .large(let large): large.isNegative
        }
    }

    /// Decimal digits, 0 to 9 each, most significant first; empty for zero.
    public var digits: [UInt8] {
        switch storage {
        case .small(let mantissa, _): mantissa == 0 ? [] : String(mantissa.magnitude).utf8.map { $0 - 48 }
        case .large(let large): large.digits
        }
    }

    /// Beyond ±2^62 it stays there, though the value is kept exactly: no arithmetic can reach such numbers anyway.
    public var exponent: Int {
        switch storage {
        case .small(_, let exponent): Int(exponent)
        case .large(let large): large.exponent
        }
    }

    /// Whether the value has no fraction: 1.0 and 1e2 have none.
    public var isInteger: Bool { exponent >= 0 }

    /// The value as `Int`, when it is one and fits.
    public var int: Int? {
        let exponent = exponent
        guard exponent >= 0, exponent <= 18 else { return nil }
        if case .small(let mantissa, 0) = storage { return Int(mantissa) }
        let digits = digits
        guard digits.count + exponent <= 19 else { return nil }
        var value = 0
        for digit in digits + Array(repeating: 0, count: exponent) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflow2) =
                isNegative
                ? product.subtractingReportingOverflow(Int(digit)) : product.addingReportingOverflow(Int(digit))
            guard !overflow, !overflow2 else { return nil }
            value = sum
        }
        return value
    }
}

extension JSONNumber: Comparable {
    public static func < (a: JSONNumber, b: JSONNumber) -> Bool {
        if case .small(let left, let exponent) = a.storage, case .small(let right, exponent) = b.storage {
            return left < right
        }
        switch (a.isNegative, b.isNegative) {
        case (true, false): return true
        case (false, true): return false
        case (false, false): return a.large.magnitudeIsLess(than: b.large)
        case (true, true): return b.large.magnitudeIsLess(than: a.large)
        }
    }

    private var large: LargeNumber {
        if case .large(let large) = storage { return large }
        return LargeNumber(isNegative: isNegative, digits: digits, exponent: exponent)
    }
}

extension JSONNumber {
    /// The value of a text that a reader has proved to be a number.
    init(scanned text: some RandomAccessCollection<UInt8>) {
        // Up to 18 digits without exponent: most numbers.
        guard text.count <= 19 else {
            self.init(LargeNumber(scanned: text))
            return
        }
        var mantissa: Int64 = 0
        var fractionDigits: Int32 = 0
        var digitCount = 0
        var isFraction = false
        var isNegative = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "-") where digitCount == 0: isNegative = true
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                mantissa = mantissa &* 10 &+ Int64(byte &- 48)
                digitCount += 1
                if isFraction { fractionDigits += 1 }
            default:
                self.init(LargeNumber(scanned: text))
                return
            }
        }
        guard digitCount <= 18 else {
            self.init(LargeNumber(scanned: text))
            return
        }
        self.init(Self.normalized(isNegative ? -mantissa : mantissa, -fractionDigits))
    }

    /// Appends the canonical text.
    func write(to text: inout [UInt8]) {
        if case .small(let mantissa, 0) = storage {
            text.append(contentsOf: String(mantissa).utf8)
        } else {
            large.write(to: &text)
        }
    }

    /// The canonical text, as in `canonicalText` of a value.
    public var canonicalString: String {
        var text: [UInt8] = []
        write(to: &text)
        return String(decoding: text, as: UTF8.self)
    }
}

extension JSONNumber: CustomStringConvertible {
    public var description: String { canonicalString }
}
