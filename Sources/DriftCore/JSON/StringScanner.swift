/// Finds the end of a string and proves that every byte up to it is allowed.
enum StringScanner {
    /// - Parameter position: The offset after the opening quote; afterwards that of the closing one.
    @inline(__always)
    static func scan(
        _ base: UnsafePointer<UInt8>, _ position: inout Int, to end: Int
    ) throws(JSONFault) -> TapeNode.Flags {
        unsafe skipPlain(base, &position, to: end)
        if position < end, unsafe base[position] == UInt8(ascii: "\"") { return [] }
        return try unsafe scanRest(base, &position, to: end)
    }

    /// Goes on to the next byte that is a quote, a backslash, a control character or over 0x7F.
    @inline(__always)
    private static func skipPlain(_ base: UnsafePointer<UInt8>, _ position: inout Int, to end: Int) {
        let quotes = SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
        let backslashes = SIMD16<UInt8>(repeating: UInt8(ascii: "\\"))
        let controls = SIMD16<Int8>(repeating: 0x20)
        while position &+ 16 <= end {
            let text = unsafe Bytes.load(base, position)
            // As signed bytes those over 0x7F are below 0x20 too.
            let low = SIMD16<Int8>(truncatingIfNeeded: text) .< controls
            let first = Bytes.first((text .== quotes) .| (text .== backslashes) .| low)
            position &+= first
            if first < 16 { return }
        }
        while position < end {
            let byte = unsafe base[position]
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 || byte >= 0x80 { return }
            position &+= 1
        }
    }

    @inline(never)
    private static func scanRest(
        _ base: UnsafePointer<UInt8>, _ position: inout Int, to end: Int
    ) throws(JSONFault) -> TapeNode.Flags {
        var flags: TapeNode.Flags = []
        while position < end {
            let byte = unsafe base[position]
            if byte >= 0x80 {
                flags.insert(.wide)
                repeat {
                    position = try unsafe scalar(base, at: position, to: end)
                } while unsafe position < end
                    && base[position] >= 0x80
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): return flags
            case UInt8(ascii: "\\"):
                flags.insert(.escaped)
                let (next, isCanonical) = try unsafe escape(base, at: position, to: end)
                if !isCanonical { flags.insert(.rewritten) }
                position = next
            case 0..<0x20: throw JSONFault(offset: position, reason: .rawControlCharacter(byte))
            default: unsafe skipPlain(base, &position, to: end)
            }
        }
        throw JSONFault(offset: end, reason: .unexpectedEnd(expected: "'\"' at the end of a string"))
    }

    /// Checks one multi-byte sequence (RFC 3629: shortest form, no surrogates, up to U+10FFFF).
    /// - Returns: the offset after it.
    @inline(__always)
    static func scalar(_ base: UnsafePointer<UInt8>, at start: Int, to end: Int) throws(JSONFault) -> Int {
        let lead = unsafe base[start]
        let length: Int
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, low) = (3, 0xA0)
        case 0xED: (length, high) = (3, 0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, low) = (4, 0x90)
        case 0xF4: (length, high) = (4, 0x8F)
        case 0xF1...0xF3: length = 4
        default: throw JSONFault(offset: start, reason: .invalidUTF8)
        }
        guard start &+ length <= end, unsafe base[start &+ 1] >= low, unsafe base[start &+ 1] <= high else {
            throw JSONFault(offset: start, reason: .invalidUTF8)
        }
        for index in 2..<max(2, length) where unsafe base[start &+ index] & 0xC0 != 0x80 {
            throw JSONFault(offset: start, reason: .invalidUTF8)
        }
        return start &+ length
    }

    /// Checks one escape, or two that are a surrogate pair.
    /// - Returns: the offset after it, and whether RFC 8785 writes the character so.
    static func escape(
        _ base: UnsafePointer<UInt8>, at start: Int, to end: Int
    ) throws(JSONFault) -> (next: Int, isCanonical: Bool) {
        guard start + 1 < end else {
            throw JSONFault(offset: end, reason: .unexpectedEnd(expected: "the rest of an escape"))
        }
        switch unsafe base[start + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return (start + 2, true)
        case UInt8(ascii: "/"): return (start + 2, false)
        case UInt8(ascii: "u"): break
        default: throw JSONFault(offset: start, reason: .invalidEscape)
        }
        let unit = try unsafe codeUnit(base, at: start, to: end)
        switch unit {
        case 0xD800...0xDBFF:
            guard start + 7 < end, unsafe base[start + 6] == UInt8(ascii: "\\"),
                unsafe base[start + 7] == UInt8(ascii: "u"),
                0xDC00...0xDFFF ~= (try unsafe codeUnit(base, at: start + 6, to: end))
            else { throw JSONFault(offset: start, reason: .loneSurrogate) }
            return (start + 12, false)
        case 0xDC00...0xDFFF: throw JSONFault(offset: start, reason: .loneSurrogate)
        case 8, 9, 10, 12, 13: return (start + 6, false)
        case 0..<0x20:
            let digit = unsafe base[start + 5]
            return (start + 6, digit < UInt8(ascii: "A") || digit > UInt8(ascii: "F"))
        default: return (start + 6, false)
        }
    }

    /// The code unit of the `\uXXXX` at `start`.
    private static func codeUnit(
        _ base: UnsafePointer<UInt8>, at start: Int, to end: Int
    ) throws(JSONFault) -> UInt16 {
        var unit: UInt16 = 0
        for index in start + 2..<start + 6 {
            guard index < end else {
                throw JSONFault(offset: end, reason: .unexpectedEnd(expected: "four hexadecimal digits"))
            }
            guard let digit = hexDigit(unsafe base[index]) else {
                throw JSONFault(offset: start, reason: .invalidEscape)
            }
            unit = unit << 4 | digit
        }
        return unit
    }

    private static func hexDigit(_ byte: UInt8) -> UInt16? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// The UTF-8 of a scanned string: escapes resolved.
    static func decode(_ bytes: some RandomAccessCollection<UInt8>, escaped: Bool, into text: inout [UInt8]) {
        guard escaped else {
            text.append(contentsOf: bytes)
            return
        }
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let kind = rest.popFirst() else {
                text.append(byte)
                continue
            }
            switch kind {
            case UInt8(ascii: "b"): text.append(8)
            case UInt8(ascii: "f"): text.append(12)
            case UInt8(ascii: "n"): text.append(10)
            case UInt8(ascii: "r"): text.append(13)
            case UInt8(ascii: "t"): text.append(9)
            case UInt8(ascii: "u"):
                var value = UInt32(popUnit(&rest))
                if 0xD800...0xDBFF ~= value {
                    rest = rest.dropFirst(2)
                    value = 0x10000 + (value & 0x3FF) << 10 + UInt32(popUnit(&rest)) & 0x3FF
                }
                let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
                text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            default: text.append(kind)
            }
        }
    }

    private static func popUnit<Bytes: RandomAccessCollection<UInt8>>(_ rest: inout Bytes) -> UInt16
    where Bytes.SubSequence == Bytes {
        var unit: UInt16 = 0
        for byte in rest.prefix(4) { unit = unit << 4 | (hexDigit(byte) ?? 0) }
        rest = rest.dropFirst(4)
        return unit
    }
}
