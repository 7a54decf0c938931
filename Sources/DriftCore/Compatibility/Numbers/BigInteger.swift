/// An integer of any size: what exact arithmetic on bounds and multiples needs, and no more.
struct BigInteger: Hashable, Sendable {
    private(set) var isNegative: Bool
    /// Base 2^32, least significant first, without leading zeros; empty for zero.
    private(set) var limbs: [UInt32]

    static let zero = BigInteger(0)
    static let one = BigInteger(1)

    private init(isNegative: Bool, limbs: [UInt32]) {
        var limbs = limbs
        while limbs.last == 0 { limbs.removeLast() }
        self.limbs = limbs
        self.isNegative = isNegative && !limbs.isEmpty
    }

    init(_ value: Int) {
        let magnitude = value.magnitude
        self.init(isNegative: value < 0, limbs: [UInt32(truncatingIfNeeded: magnitude), UInt32(magnitude >> 32)])
    }

    /// - Parameter digits: Decimal digits, 0 to 9 each, most significant first.
    init(isNegative: Bool, digits: some Sequence<UInt8>) {
        var limbs: [UInt32] = []
        for digit in digits {
            var carry = UInt64(digit)
            for index in limbs.indices {
                let sum = UInt64(limbs[index]) * 10 + carry
                limbs[index] = UInt32(truncatingIfNeeded: sum)
                carry = sum >> 32
            }
            if carry > 0 { limbs.append(UInt32(carry)) }
        }
        self.init(isNegative: isNegative, limbs: limbs)
    }

    /// Decimal digits, most significant first; empty for zero.
    var digits: [UInt8] {
        var digits: [UInt8] = []
        var rest = limbs
        while !rest.isEmpty {
            var remainder: UInt64 = 0
            for index in rest.indices.reversed() {
                let value = remainder << 32 | UInt64(rest[index])
                rest[index] = UInt32(value / 1_000_000_000)
                remainder = value % 1_000_000_000
            }
            while rest.last == 0 { rest.removeLast() }
            for _ in 0..<9 {
                digits.append(UInt8(remainder % 10))
                remainder /= 10
            }
        }
        while digits.last == 0 { digits.removeLast() }
        return digits.reversed()
    }

    var isZero: Bool { limbs.isEmpty }
    var magnitude: BigInteger { BigInteger(isNegative: false, limbs: limbs) }

    /// The value as `Int`, when it fits in 62 bits.
    var int: Int? {
        guard limbs.count <= 2, (limbs.last ?? 0) < 1 << 30 || limbs.count < 2 else { return nil }
        let magnitude = limbs.reversed().reduce(0) { $0 << 32 | Int($1) }
        return isNegative ? -magnitude : magnitude
    }

    static func power(ofTen exponent: Int) -> BigInteger {
        var result = BigInteger.one
        var base = BigInteger(10)
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 { result = result * base }
            base = base * base
            rest >>= 1
        }
        return result
    }
}

extension BigInteger: Comparable {
    static func < (a: BigInteger, b: BigInteger) -> Bool {
        if a.isNegative != b.isNegative { return a.isNegative }
        let order = compare(a.limbs, b.limbs)
        return a.isNegative ? order > 0 : order < 0
    }

    private static func compare(_ a: [UInt32], _ b: [UInt32]) -> Int {
        if a.count != b.count { return a.count - b.count }
        for index in a.indices.reversed() where a[index] != b[index] { return a[index] < b[index] ? -1 : 1 }
        return 0
    }
}

extension BigInteger {
    static prefix func - (a: BigInteger) -> BigInteger { BigInteger(isNegative: !a.isNegative, limbs: a.limbs) }

    static func + (a: BigInteger, b: BigInteger) -> BigInteger {
        if a.isNegative == b.isNegative {
            return BigInteger(isNegative: a.isNegative, limbs: sum(a.limbs, b.limbs))
        }
        if compare(a.limbs, b.limbs) >= 0 {
            return BigInteger(isNegative: a.isNegative, limbs: difference(a.limbs, b.limbs))
        }
        return BigInteger(isNegative: b.isNegative, limbs: difference(b.limbs, a.limbs))
    }

    static func - (a: BigInteger, b: BigInteger) -> BigInteger { a + (-b) }

    static func * (a: BigInteger, b: BigInteger) -> BigInteger {
        guard !a.isZero, !b.isZero else { return .zero }
        var product = [UInt32](repeating: 0, count: a.limbs.count + b.limbs.count)
        for (i, x) in a.limbs.enumerated() {
            var carry: UInt64 = 0
            for (j, y) in b.limbs.enumerated() {
                let value = UInt64(x) * UInt64(y) + UInt64(product[i + j]) + carry
                product[i + j] = UInt32(truncatingIfNeeded: value)
                carry = value >> 32
            }
            product[i + b.limbs.count] = UInt32(carry)
        }
        return BigInteger(isNegative: a.isNegative != b.isNegative, limbs: product)
    }

    private static func sum(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        var carry: UInt64 = 0
        for index in 0..<max(a.count, b.count) {
            let value = UInt64(index < a.count ? a[index] : 0) + UInt64(index < b.count ? b[index] : 0) + carry
            result.append(UInt32(truncatingIfNeeded: value))
            carry = value >> 32
        }
        result.append(UInt32(carry))
        return result
    }

    /// `a` is the greater one or equal.
    private static func difference(_ a: [UInt32], _ b: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        var borrow: Int64 = 0
        for index in a.indices {
            var value = Int64(a[index]) - Int64(index < b.count ? b[index] : 0) - borrow
            borrow = value < 0 ? 1 : 0
            if value < 0 { value += 1 << 32 }
            result.append(UInt32(value))
        }
        return result
    }
}

extension BigInteger {
    /// Quotient rounded towards minus infinity, and the rest, which has the divisor's sign.
    ///
    /// - Precondition: the divisor is not zero.
    func dividedFloor(by divisor: BigInteger) -> (quotient: BigInteger, remainder: BigInteger) {
        let (quotient, remainder) = Self.divide(limbs, by: divisor.limbs)
        var q = BigInteger(isNegative: isNegative != divisor.isNegative, limbs: quotient)
        var r = BigInteger(isNegative: isNegative, limbs: remainder)
        if !r.isZero, r.isNegative != divisor.isNegative {
            q = q - .one
            r = r + divisor
        }
        return (q, r)
    }

    func isMultiple(of divisor: BigInteger) -> Bool {
        divisor.isZero ? isZero : dividedFloor(by: divisor).remainder.isZero
    }

    static func greatestCommonDivisor(_ a: BigInteger, _ b: BigInteger) -> BigInteger {
        var (a, b) = (a.magnitude, b.magnitude)
        while !b.isZero { (a, b) = (b, a.dividedFloor(by: b).remainder) }
        return a
    }

    static func leastCommonMultiple(_ a: BigInteger, _ b: BigInteger) -> BigInteger {
        guard !a.isZero, !b.isZero else { return .zero }
        return (a.magnitude * b.magnitude).dividedFloor(by: greatestCommonDivisor(a, b)).quotient
    }

    /// Schoolbook long division (Knuth, volume 2, 4.3.1, algorithm D).
    private static func divide(_ a: [UInt32], by b: [UInt32]) -> (quotient: [UInt32], remainder: [UInt32]) {
        precondition(!b.isEmpty, "division by zero")
        if compare(a, b) < 0 { return ([], a) }
        if b.count == 1 {
            var quotient = a
            var remainder: UInt64 = 0
            for index in a.indices.reversed() {
                let value = remainder << 32 | UInt64(a[index])
                quotient[index] = UInt32(value / UInt64(b[0]))
                remainder = value % UInt64(b[0])
            }
            return (quotient, [UInt32(remainder)])
        }
        let shift = UInt32(b[b.count - 1].leadingZeroBitCount)
        let divisor = shifted(b, by: shift)
        var rest = shifted(a, by: shift) + [0]
        let count = b.count
        var quotient = [UInt32](repeating: 0, count: rest.count - count)
        let top = UInt64(divisor[count - 1])
        for position in stride(from: rest.count - count - 1, through: 0, by: -1) {
            let head = UInt64(rest[position + count]) << 32 | UInt64(rest[position + count - 1])
            var guess = min(head / top, UInt64(UInt32.max))
            var over = head - guess * top
            while over <= UInt64(UInt32.max),
                guess * UInt64(divisor[count - 2]) > (over << 32 | UInt64(rest[position + count - 2]))
            {
                guess -= 1
                over += top
            }
            var borrow: Int64 = 0
            var carry: UInt64 = 0
            for index in 0..<count {
                let product = guess * UInt64(divisor[index]) + carry
                carry = product >> 32
                let value = Int64(rest[position + index]) - Int64(product & 0xFFFF_FFFF) - borrow
                rest[position + index] = UInt32(truncatingIfNeeded: value)
                borrow = value < 0 ? 1 : 0
            }
            let value = Int64(rest[position + count]) - Int64(carry) - borrow
            rest[position + count] = UInt32(truncatingIfNeeded: value)
            if value < 0 {
                guess -= 1
                var add: UInt64 = 0
                for index in 0..<count {
                    let sum = UInt64(rest[position + index]) + UInt64(divisor[index]) + add
                    rest[position + index] = UInt32(truncatingIfNeeded: sum)
                    add = sum >> 32
                }
                rest[position + count] = rest[position + count] &+ UInt32(truncatingIfNeeded: add)
            }
            quotient[position] = UInt32(guess)
        }
        var remainder = Array(rest[..<count])
        if shift > 0 {
            for index in remainder.indices {
                let high = index + 1 < count ? UInt64(remainder[index + 1]) : 0
                remainder[index] = UInt32(truncatingIfNeeded: (high << 32 | UInt64(remainder[index])) >> UInt64(shift))
            }
        }
        return (quotient, remainder)
    }

    private static func shifted(_ limbs: [UInt32], by bits: UInt32) -> [UInt32] {
        var result: [UInt32] = []
        var carry: UInt64 = 0
        for limb in limbs {
            let value = UInt64(limb) << UInt64(bits) | carry
            result.append(UInt32(truncatingIfNeeded: value))
            carry = value >> 32
        }
        if carry > 0 { result.append(UInt32(carry)) }
        return result
    }
}
