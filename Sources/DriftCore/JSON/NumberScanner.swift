/// Finds the end of a number and sees whether its text is canonical already.
enum NumberScanner {
    /// - Parameter position: The offset of a minus sign or digit; afterwards that after the number.
    /// - Returns: whether the canonical text of the number is this one.
    @inline(__always)
    static func scan(
        _ base: UnsafePointer<UInt8>, _ position: inout Int, to end: Int
    ) throws(JSONFault) -> Bool {
        let isNegative = unsafe base[position] == UInt8(ascii: "-")
        if isNegative { position &+= 1 }
        let first = position
        position = unsafe skipDigits(base, from: position, to: end)
        let integerDigits = position &- first
        guard integerDigits > 0 else {
            throw JSONFault(offset: position, reason: .invalidNumber("a digit must follow the minus sign"))
        }
        let startsWithZero = unsafe base[first] == UInt8(ascii: "0")
        guard !startsWithZero || integerDigits == 1 else {
            throw JSONFault(offset: first, reason: .invalidNumber("it must not start with a needless 0"))
        }
        // Integers of up to 21 digits are written plain.
        var isCanonical = integerDigits <= 21
        var fractionDigits = 0
        if position < end, unsafe base[position] == UInt8(ascii: ".") {
            let fraction = position &+ 1
            position = unsafe skipManyDigits(base, from: fraction, to: end)
            fractionDigits = position &- fraction
            guard fractionDigits > 0 else {
                throw JSONFault(offset: position, reason: .invalidNumber("a digit must follow the decimal point"))
            }
            if unsafe base[position &- 1] == UInt8(ascii: "0") { isCanonical = false }
            // 0.000000d is written with an exponent.
            if startsWithZero, fractionDigits > 6, isCanonical {
                isCanonical = false
                for index in 0..<6 where unsafe base[fraction &+ index] != UInt8(ascii: "0") { isCanonical = true }
            }
        } else if isNegative, startsWithZero {
            isCanonical = false
        }
        if position < end, unsafe base[position] | 0x20 == UInt8(ascii: "e") {
            isCanonical = false
            position &+= 1
            if position < end {
                let sign = unsafe base[position]
                if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position &+= 1 }
            }
            let exponent = position
            position = unsafe skipDigits(base, from: position, to: end)
            guard position > exponent else {
                throw JSONFault(offset: position, reason: .invalidNumber("a digit must follow the exponent's e"))
            }
        }
        return isCanonical
    }

    @inline(__always)
    private static func skipDigits(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        var position = start
        while position < end, unsafe base[position] &- UInt8(ascii: "0") < 10 { position &+= 1 }
        return position
    }

    @inline(__always)
    private static func skipManyDigits(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
        let zeros = SIMD16<UInt8>(repeating: UInt8(ascii: "0"))
        let nines = SIMD16<UInt8>(repeating: 9)
        var position = start
        while position &+ 16 <= end {
            let first = unsafe Bytes.firstUnpredicted((Bytes.load(base, position) &- zeros) .> nines)
            position &+= first
            if first < 16 { return position }
        }
        return unsafe skipDigits(base, from: position, to: end)
    }
}
