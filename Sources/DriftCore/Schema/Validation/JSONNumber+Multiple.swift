extension JSONNumber {
    /// Whether `self / divisor` is an integer, exactly.
    ///
    /// With `a × 10^e` and `b × 10^f`, neither `a` nor `b` a multiple of ten, that is whether `b` divides `a × 10^(e-f)`.
    /// - Parameter divisor: Not zero.
    /// - Returns: nil for numbers with so many digits, or exponents so large, that nobody would wait for the answer.
    package func isMultiple(of divisor: JSONNumber) -> Bool? {
        let dividend = digits
        if dividend.isEmpty { return true }
        let limit = Self.exponentLimit
        guard abs(exponent) < limit, abs(divisor.exponent) < limit else { return nil }
        let divisorDigits = divisor.digits
        guard divisorDigits.count <= 18 || dividend.count * divisorDigits.count <= Self.divisionLimit else {
            return nil
        }
        let shift = exponent - divisor.exponent
        // A fraction of a number whose last digit is not zero.
        guard shift >= 0 else { return false }
        // The power of ten cancels factors 2 and 5 of the divisor; what is left must divide the digits.
        var rest = divisorDigits
        for factor: UInt8 in [2, 5] {
            var left = shift
            while left > 0, let quotient = rest.divided(by: factor) {
                rest = quotient
                left -= 1
            }
        }
        return rest.divides(dividend)
    }

    private static let exponentLimit = 1 << 61
    /// Digits of the one times digits of the other.
    private static let divisionLimit = 4_000_000
}

extension [UInt8] {
    /// The decimal digits of the quotient when there is no remainder.
    fileprivate func divided(by factor: UInt8) -> [UInt8]? {
        var quotient: [UInt8] = []
        var remainder: UInt8 = 0
        for digit in self {
            let value = remainder * 10 + digit
            quotient.append(value / factor)
            remainder = value % factor
        }
        guard remainder == 0 else { return nil }
        return Array(quotient.drop { $0 == 0 })
    }

    fileprivate func divides(_ dividend: [UInt8]) -> Bool {
        guard count > 18 else {
            let divisor = reduce(UInt64(0)) { $0 * 10 + UInt64($1) }
            var remainder: UInt64 = 0
            for digit in dividend {
                let (high, low) = remainder.multipliedFullWidth(by: 10)
                let (sum, carry) = low.addingReportingOverflow(UInt64(digit))
                remainder = divisor.dividingFullWidth((high + (carry ? 1 : 0), sum)).remainder
            }
            return remainder == 0
        }
        // Long division by subtraction, digit by digit.
        var remainder: [UInt8] = []
        for digit in dividend {
            if !(remainder.isEmpty && digit == 0) { remainder.append(digit) }
            while remainder.isNotLess(than: self) { remainder.subtract(self) }
        }
        return remainder.isEmpty
    }

    private func isNotLess(than other: [UInt8]) -> Bool {
        count == other.count ? !lexicographicallyPrecedes(other) : count > other.count
    }

    private mutating func subtract(_ other: [UInt8]) {
        var borrow: UInt8 = 0
        for index in 0..<count {
            let subtrahend = (index < other.count ? other[other.count - 1 - index] : 0) + borrow
            let place = count - 1 - index
            borrow = self[place] < subtrahend ? 1 : 0
            self[place] = self[place] + borrow * 10 - subtrahend
        }
        self = Array(drop { $0 == 0 })
    }
}
