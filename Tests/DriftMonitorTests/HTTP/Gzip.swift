/// Just enough of RFC 1951 and 1952 to make test data: stored blocks, and a run of one letter that expands 158 times.
enum Gzip {
    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

    static func stored(_ text: String) -> [UInt8] { stored(bytes: Array(text.utf8)) }

    /// At most 65,535 bytes.
    static func stored(bytes: [UInt8]) -> [UInt8] {
        let length = littleEndian(UInt32(bytes.count)).prefix(2)
        return header + [1] + length + length.map { ~$0 } + bytes + littleEndian(checksum(bytes))
            + littleEndian(UInt32(bytes.count))
    }

    /// - Returns: At least so many letters `a`, without an end: whoever reads it all has read too much.
    static func bomb(expandingTo count: Int) -> [UInt8] {
        var bits = Bits()
        bits.append(0b011, 3)  // last block, fixed codes
        bits.append(0b1000_1001, 8)  // the literal 'a', its code backwards
        for _ in 0...count / 258 {
            bits.append(0b1010_0011, 8)  // copy 258 bytes …
            bits.append(0, 5)  // … from one byte back
        }
        return header + bits.bytes
    }

    private struct Bits {
        var bytes: [UInt8] = []
        private var used = 8

        mutating func append(_ value: UInt8, _ count: Int) {
            for index in 0..<count {
                if used == 8 {
                    bytes.append(0)
                    used = 0
                }
                bytes[bytes.count - 1] |= (value >> UInt8(index) & 1) << UInt8(used)
                used += 1
            }
        }
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0 as UInt32) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
    }
}
