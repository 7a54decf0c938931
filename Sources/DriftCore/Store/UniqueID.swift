/// Sixteen random bytes and their text: a prefix that says of what, and 26 letters and digits (base 32, RFC 4648).
struct UniqueID: Hashable, Sendable {
    enum Kind: String { case message = "msg_", alert = "alr_" }

    let bytes: [UInt8]

    /// - Returns: nil unless there are sixteen.
    init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Reads the text of any kind.
    init?(_ text: String) {
        let digits = Array(text.utf8.dropFirst(4))
        guard digits.count == 26 else { return nil }
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for digit in digits {
            guard let value = Self.alphabet.firstIndex(of: digit) else { return nil }
            bits = (bits << 5 | UInt32(value)) & 0xFFFF
            count += 5
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        self.init(bytes: bytes)
    }

    func text(_ kind: Kind) -> String {
        var text = Array(kind.rawValue.utf8)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes + [0] {
            bits = (bits << 8 | UInt32(byte)) & 0xFFFF
            count += 8
            while count >= 5, text.count < 30 {
                count -= 5
                text.append(Self.alphabet[Int(bits >> UInt32(count) & 31)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
}
