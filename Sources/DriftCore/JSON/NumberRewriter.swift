/// Lays out the digits of a number anew; the same as `JSONNumber.write`, without allocating, for numbers of ordinary length.
enum NumberRewriter {
    private static let digitLimit = 32
    private static let zero = UInt8(ascii: "0")

    /// - Parameters:
    ///   - text: A number as a reader has proved it.
    ///   - out: Room for `CanonicalWriter.slack` bytes.
    /// - Returns: the bytes written, 0 when the number is too long for this.
    static func write(_ text: UnsafePointer<UInt8>, _ length: Int, to out: UnsafeMutablePointer<UInt8>) -> Int {
        guard length <= digitLimit + 8 else { return 0 }
        return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: digitLimit + 8) { buffer in
            guard let digits = buffer.baseAddress else { return 0 }
            var count = 0
            var fractionDigits = 0
            var isFraction = false
            var index = 0
            let isNegative = unsafe text[0] == UInt8(ascii: "-")
            if isNegative { index = 1 }
            loop: while index < length {
                let byte = unsafe text[index]
                switch byte {
                case UInt8(ascii: "."): isFraction = true
                case UInt8(ascii: "e"), UInt8(ascii: "E"): break loop
                default:
                    if isFraction { fractionDigits &+= 1 }
                    // Zeros in front are no digits.
                    if count > 0 || byte != zero {
                        unsafe digits[count] = byte
                        count &+= 1
                    }
                }
                index &+= 1
            }
            guard let exponent = unsafe exponent(text, from: index, to: length), count <= digitLimit else { return 0 }
            var dropped = 0
            while count > 0, unsafe digits[count &- 1] == zero {
                count &-= 1
                dropped &+= 1
            }
            guard count > 0 else {
                unsafe out[0] = zero
                return 1
            }
            var written = 0
            if isNegative {
                unsafe out[0] = UInt8(ascii: "-")
                written = 1
            }
            let point = exponent &- fractionDigits &+ dropped &+ count
            return unsafe layOut(digits, count, point: point, out, written)
        }
    }

    /// The written exponent, 0 for none; nil when it has more than four digits.
    private static func exponent(_ text: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
        guard start < end else { return 0 }
        var index = start + 1
        let sign = unsafe text[index]
        if sign < zero { index += 1 }
        guard end - index <= 4 else { return nil }
        var value = 0
        while index < end {
            value = unsafe value * 10 + Int(text[index] - zero)
            index += 1
        }
        return sign == UInt8(ascii: "-") ? -value : value
    }

    /// - Parameter point: The value is 0.digits × 10^point.
    private static func layOut(
        _ digits: UnsafeMutablePointer<UInt8>, _ count: Int, point: Int, _ out: UnsafeMutablePointer<UInt8>,
        _ start: Int
    ) -> Int {
        var end = start
        func put(_ byte: UInt8) {
            unsafe out[end] = byte
            end &+= 1
        }
        func put(_ range: Range<Int>) {
            for index in range { put(unsafe digits[index]) }
        }
        switch point {
        case count...max(count, 21) where point <= 21:
            put(0..<count)
            for _ in count..<point { put(zero) }
        case 1...21:
            put(0..<point)
            put(UInt8(ascii: "."))
            put(point..<count)
        case -5...0:
            put(zero)
            put(UInt8(ascii: "."))
            for _ in point..<0 { put(zero) }
            put(0..<count)
        default:
            put(unsafe digits[0])
            if count > 1 {
                put(UInt8(ascii: "."))
                put(1..<count)
            }
            put(UInt8(ascii: "e"))
            put(point > 0 ? UInt8(ascii: "+") : UInt8(ascii: "-"))
            let order = (point - 1).magnitude
            var divisor: UInt = 1
            while order / divisor >= 10 { divisor *= 10 }
            while divisor > 0 {
                put(zero + UInt8(order / divisor % 10))
                divisor /= 10
            }
        }
        return end
    }
}
