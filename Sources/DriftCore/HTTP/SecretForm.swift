/// A secret in one of the codes that texts hold it in, and whether it stands at a place of a text.
///
/// Each of its bytes may be written as any `EscapedCharacter`, and between two of them the text may break its lines.
struct SecretForm {
    private enum Code { case plain, base64, hexadecimal }

    private let code: Code
    private let bytes: [UInt8]
    private let foldsCase: Bool
    private let gaps: Gaps

    /// What may stand between two bytes, by how long the secret is: short ones stand in any text by chance.
    private enum Gaps { case none, blanks, quotes }

    var length: Int { bytes.count }

    /// Itself, in base64 wherever in a longer text it begins, and in hexadecimal digits.
    static func all(of secret: [UInt8]) -> [SecretForm] {
        let gaps: Gaps = secret.count < 8 ? .none : secret.count < 12 ? .blanks : .quotes
        var forms = [SecretForm(code: .plain, bytes: secret, foldsCase: secret.count >= 12, gaps: gaps)]
        // Digits of something very short stand in any text.
        guard secret.count >= 6 else { return forms }
        for before in 0..<3 {
            // Only the digits that nothing else than the secret decides.
            let digits = Array(Base64.encoded([UInt8](repeating: 0, count: before) + secret).utf8)
            let own = digits[(before * 8 + 5) / 6..<(before + secret.count) * 8 / 6]
            forms.append(SecretForm(code: .base64, bytes: Array(own), foldsCase: false, gaps: .quotes))
        }
        let digits = Array("0123456789abcdef".utf8)
        let hexadecimal = secret.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        forms.append(SecretForm(code: .hexadecimal, bytes: hexadecimal, foldsCase: true, gaps: .quotes))
        return forms
    }

    private init(code: Code, bytes: [UInt8], foldsCase: Bool, gaps: Gaps) {
        self.code = code
        self.bytes = foldsCase ? bytes.map(Self.lowered) : bytes
        self.foldsCase = foldsCase
        self.gaps = gaps
    }

    /// The bytes that it can begin with, but for escapes.
    var beginnings: [UInt8] {
        (0...255).filter { isSame($0, bytes[0]) }
    }

    /// The place in the text that it takes when it begins there.
    func range(in text: [UInt8], at start: Int) -> Range<Int>? {
        var attempts = 64
        guard let end = end(in: text, from: start, byte: 0, &attempts) else { return nil }
        guard code == .base64 else { return start..<end }
        // The digit at each end is partly its own.
        let before = text[max(0, start - 2)..<start].reversed().prefix(while: Self.isBase64).count
        let after = text[end..<min(text.count, end + 2)].prefix(while: Self.isBase64).count
        return start - before..<end + after
    }

    private func end(in text: [UInt8], from start: Int, byte: Int, _ attempts: inout Int) -> Int? {
        var index = start
        var byte = byte
        var gap = 0
        attempts -= 1
        while byte < bytes.count {
            guard index < text.count, attempts > 0 else { return nil }
            if EscapedCharacter.beginnings.contains(text[index]), let character = EscapedCharacter(text, at: index) {
                if isNext(character.bytes, byte),
                    let end = end(
                        in: text, from: index + character.length, byte: byte + character.bytes.count, &attempts)
                {
                    return end
                }
                if byte > 0, gap < 64, gaps != .none, Self.isBlank(character.bytes) {
                    index += character.length
                    gap += character.length
                    continue
                }
            }
            if isSame(text[index], bytes[byte]) {
                index += 1
                byte += 1
                gap = 0
            } else if byte > 0, gap < 64, let length = gapLength(text, index) {
                index += length
                gap += length
            } else {
                return nil
            }
        }
        return index
    }

    private func isNext(_ character: [UInt8], _ byte: Int) -> Bool {
        byte + character.count <= bytes.count && zip(character, bytes[byte...]).allSatisfy(isSame)
    }

    private func isSame(_ written: UInt8, _ own: UInt8) -> Bool {
        if written == own || foldsCase && Self.lowered(written) == own { return true }
        switch code {
        case .plain: return own == 0x20 && written == UInt8(ascii: "+")
        case .base64:
            return own == UInt8(ascii: "+") && written == UInt8(ascii: "-")
                || own == UInt8(ascii: "/") && written == UInt8(ascii: "_")
        case .hexadecimal: return false
        }
    }

    /// Of what may stand between two bytes: blanks and line ends, invisible characters, and what quotes and joins parts of a text.
    private func gapLength(_ text: [UInt8], _ index: Int) -> Int? {
        guard gaps != .none else { return nil }
        switch text[index] {
        case 0x09...0x0D, 0x20: return 1
        case UInt8(ascii: "="):
            // Quoted-printable.
            let next = index + 1 < text.count ? text[index + 1] : 0
            return next == 0x0A || next == 0x0D ? 2 : nil
        case UInt8(ascii: "\\"):
            return gaps == .quotes && index + 1 < text.count && Self.isBlank([text[index + 1]]) ? 2 : nil
        case UInt8(ascii: "<"):
            return ["<br>", "<br/>", "<br />", "<wbr>"].first { text[index...].starts(with: $0.utf8) }?.utf8.count
        case 0xC2: return text[index...].starts(with: [0xC2, 0xAD]) ? 2 : nil
        case 0xE2: return text[index...].starts(with: [0xE2, 0x80]) && index + 2 < text.count ? 3 : nil
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ","), UInt8(ascii: "+"):
            return gaps == .quotes ? 1 : nil
        case UInt8(ascii: ":"), UInt8(ascii: "-"): return code == .hexadecimal ? 1 : nil
        default: return nil
        }
    }

    private static func isBlank(_ character: [UInt8]) -> Bool {
        character.count == 1 && (character[0] == 0x20 || (0x09...0x0D).contains(character[0]))
            || character == [0xC2, 0xAD] || character.starts(with: [0xE2, 0x80])
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

    private static func isBase64(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
