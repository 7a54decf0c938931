/// A JSON number with its exact decimal value: 1, 1.0 and 1e0 are equal, 9007199254740992 and …993 are not.
///
/// The value is `±digits × 10^exponent`; digits have no leading and no trailing zeros, zero has none.
public struct JSONNumber: Hashable, Sendable {
    public let isNegative: Bool
    /// Decimal digits, 0 to 9 each, most significant first; empty for zero.
    public let digits: [UInt8]
    public let exponent: Int

    /// - Parameter digits: Any decimal digits; zeros at both ends are taken off.
    public init(isNegative: Bool, digits: some Sequence<UInt8>, exponent: Int) {
        var kept = Array(digits.drop { $0 == 0 })
        var exponent = exponent
        while kept.last == 0 {
            kept.removeLast()
            exponent += 1
        }
        self.digits = kept
        self.isNegative = isNegative && !kept.isEmpty
        self.exponent = kept.isEmpty ? 0 : exponent
    }

    public init(_ value: Int) {
        var digits: [UInt8] = []
        var rest = value.magnitude
        while rest > 0 {
            digits.append(UInt8(rest % 10))
            rest /= 10
        }
        self.init(isNegative: value < 0, digits: digits.reversed(), exponent: 0)
    }

    public var isInteger: Bool { exponent >= 0 }

    /// The value as `Int`, when it is one and fits.
    public var int: Int? {
        guard exponent >= 0, digits.count + exponent <= 19 else { return nil }
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
        switch (a.isNegative, b.isNegative) {
        case (true, false): true
        case (false, true): false
        case (false, false): a.magnitudeIsLess(than: b)
        case (true, true): b.magnitudeIsLess(than: a)
        }
    }

    private func magnitudeIsLess(than other: JSONNumber) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        let order = exponent + digits.count
        let otherOrder = other.exponent + other.digits.count
        return order == otherOrder ? digits.lexicographicallyPrecedes(other.digits) : order < otherOrder
    }
}
