/// A decimal of any length and any exponent: the general form behind `JSONNumber`.
struct LargeNumber: Hashable, Sendable {
    let isNegative: Bool
    /// Without zeros at both ends; empty for zero.
    let digits: [UInt8]
    /// Held within ±`exponentLimit`.
    let exponent: Int
    /// The exponent of the first digit, when it does not fit: the 10 in 1.5e10.
    let hugeOrder: DecimalInteger?

    static let exponentLimit = 1 << 62
    /// Below it no count of digits leads to an order of more than 18 digits, which is a huge one.
    private static let plainExponentLimit = 1 << 52

    init(isNegative: Bool, digits: [UInt8], exponent: Int) {
        let end = (digits.lastIndex { $0 != 0 } ?? -1) + 1
        let kept = Array(digits[..<end].drop { $0 == 0 })
        if exponent.magnitude < Self.plainExponentLimit {
            self.init(isNegative: isNegative, digits: kept, plainExponent: exponent + digits.count - end)
        } else {
            let order = DecimalInteger(exponent).adding(digits.count - end + kept.count - 1)
            self.init(isNegative: isNegative, digits: kept, order: order)
        }
    }

    /// - Parameter digits: Without zeros at both ends.
    private init(isNegative: Bool, digits: [UInt8], plainExponent: Int, hugeOrder: DecimalInteger? = nil) {
        self.isNegative = isNegative && !digits.isEmpty
        self.digits = digits
        self.exponent = digits.isEmpty ? 0 : plainExponent
        self.hugeOrder = hugeOrder
    }

    /// Whether the order is a huge one is for the order alone to say, however it was written: each value has one form.
    private init(isNegative: Bool, digits: [UInt8], order: DecimalInteger) {
        if digits.isEmpty {
            self.init(isNegative: false, digits: [], plainExponent: 0)
        } else if let order = order.int {
            self.init(isNegative: isNegative, digits: digits, plainExponent: order - digits.count + 1)
        } else {
            let exponent = order.isNegative ? -Self.exponentLimit : Self.exponentLimit
            self.init(isNegative: isNegative, digits: digits, plainExponent: exponent, hugeOrder: order)
        }
    }

    /// - Parameter text: A number as a reader has proved it.
    init(scanned text: some RandomAccessCollection<UInt8>) {
        let mark = text.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? text.endIndex
        let significand = text[..<mark].filter { $0 != UInt8(ascii: "-") }
        let point = significand.firstIndex(of: UInt8(ascii: ".")) ?? significand.endIndex
        let all = significand.filter { $0 != UInt8(ascii: ".") }.map { $0 - UInt8(ascii: "0") }
        let fractionDigits = max(0, significand.count - point - 1)
        let isNegative = text.first == UInt8(ascii: "-")
        let written = DecimalInteger(scanned: text[mark...].dropFirst())
        if let exponent = written.int, exponent.magnitude < Self.plainExponentLimit {
            self.init(isNegative: isNegative, digits: all, exponent: exponent - fractionDigits)
            return
        }
        let first = all.firstIndex { $0 != 0 } ?? all.endIndex
        let end = (all.lastIndex { $0 != 0 } ?? first - 1) + 1
        self.init(
            isNegative: isNegative, digits: Array(all[first..<end]),
            order: written.adding(all.count - fractionDigits - first - 1))
    }

    func magnitudeIsLess(than other: LargeNumber) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        if hugeOrder != nil || other.hugeOrder != nil {
            let orders = (order, other.order)
            if orders.0 != orders.1 { return orders.0 < orders.1 }
        } else {
            let orders = (exponent + digits.count, other.exponent + other.digits.count)
            if orders.0 != orders.1 { return orders.0 < orders.1 }
        }
        return digits.lexicographicallyPrecedes(other.digits)
    }

    /// The exponent of the first digit.
    private var order: DecimalInteger { hugeOrder ?? DecimalInteger(exponent + digits.count - 1) }

    /// Appends the number as ECMAScript lays out the digits of a number (Number::toString), here all digits it has.
    func write(to text: inout [UInt8]) {
        guard !digits.isEmpty else {
            text.append(UInt8(ascii: "0"))
            return
        }
        if isNegative { text.append(UInt8(ascii: "-")) }
        let ascii = digits.map { $0 + UInt8(ascii: "0") }
        // The value is 0.digits × 10^point.
        let point = hugeOrder == nil ? exponent + ascii.count : Self.exponentLimit
        switch point {
        case ascii.count...max(ascii.count, 21) where point <= 21:
            text.append(contentsOf: ascii)
            text.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: point - ascii.count))
        case 1...21:
            text.append(contentsOf: ascii[..<point])
            text.append(UInt8(ascii: "."))
            text.append(contentsOf: ascii[point...])
        case -5...0:
            text.append(contentsOf: "0.".utf8)
            text.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: -point))
            text.append(contentsOf: ascii)
        default:
            text.append(ascii[0])
            if ascii.count > 1 {
                text.append(UInt8(ascii: "."))
                text.append(contentsOf: ascii[1...])
            }
            text.append(UInt8(ascii: "e"))
            let order = order
            text.append(order.isNegative ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            text.append(contentsOf: order.digits.map { $0 + UInt8(ascii: "0") })
        }
    }
}

/// An integer of any size, for exponents that no machine integer holds.
struct DecimalInteger: Hashable, Sendable {
    let isNegative: Bool
    /// Without leading zeros; a single 0 for zero.
    let digits: [UInt8]

    init(isNegative: Bool, digits: [UInt8]) {
        let kept = Array(digits.drop { $0 == 0 })
        self.digits = kept.isEmpty ? [0] : kept
        self.isNegative = isNegative && !kept.isEmpty
    }

    init(_ value: Int) {
        self.init(isNegative: value < 0, digits: String(value.magnitude).utf8.map { $0 - UInt8(ascii: "0") })
    }

    /// - Parameter text: Digits behind an optional sign, or nothing, which is 0.
    init(scanned text: some Collection<UInt8>) {
        self.init(
            isNegative: text.first == UInt8(ascii: "-"),
            digits: text.filter { $0 >= UInt8(ascii: "0") }.map { $0 - UInt8(ascii: "0") })
    }

    /// The value, when it has at most 18 digits.
    var int: Int? {
        guard digits.count <= 18 else { return nil }
        let magnitude = digits.reduce(0) { $0 * 10 + Int($1) }
        return isNegative ? -magnitude : magnitude
    }

    func adding(_ small: Int) -> DecimalInteger {
        let other = DecimalInteger(small)
        if isNegative == other.isNegative {
            return DecimalInteger(isNegative: isNegative, digits: Self.sum(digits, other.digits))
        }
        return Self.isLess(digits, other.digits)
            ? DecimalInteger(isNegative: other.isNegative, digits: Self.difference(other.digits, digits))
            : DecimalInteger(isNegative: isNegative, digits: Self.difference(digits, other.digits))
    }

    private static func isLess(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count ? a.lexicographicallyPrecedes(b) : a.count < b.count
    }

    private static func sum(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var carry: UInt8 = 0
        for index in 0..<max(a.count, b.count) {
            let column = digit(a, index) + digit(b, index) + carry
            result.append(column % 10)
            carry = column / 10
        }
        result.append(carry)
        return result.reversed()
    }

    /// - Parameter b: Not greater than `a`.
    private static func difference(_ a: [UInt8], _ b: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var borrow: UInt8 = 0
        for index in 0..<a.count {
            let column = 10 + digit(a, index) - digit(b, index) - borrow
            result.append(column % 10)
            borrow = column < 10 ? 1 : 0
        }
        return result.reversed()
    }

    private static func digit(_ digits: [UInt8], _ fromEnd: Int) -> UInt8 {
        fromEnd < digits.count ? digits[digits.count - 1 - fromEnd] : 0
    }
}

extension DecimalInteger: Comparable {
    static func < (a: DecimalInteger, b: DecimalInteger) -> Bool {
        switch (a.isNegative, b.isNegative) {
        case (true, false): true
        case (false, true): false
        case (false, false): isLess(a.digits, b.digits)
        case (true, true): isLess(b.digits, a.digits)
        }
    }
}
