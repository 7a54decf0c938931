import DriftCore

/// From when until when a certificate is valid, read from its DER (RFC 5280, 4.1): a server may show anything, and the library that
/// holds certificates ends the process over dates that are none.
struct CertificateDates: Hashable, Sendable {
    let start: Timestamp
    let end: Timestamp

    /// - Returns: nil where the bytes are no certificate, or its dates no dates.
    init?(der bytes: [UInt8]) {
        var outer = DER(bytes[...])
        guard var certificate = outer.content(0x30), var signed = certificate.content(0x30) else { return nil }
        // The version is optional; the serial number, the signature's kind and the issuer are not.
        if signed.tag == 0xA0 { _ = signed.content(0xA0) }
        guard signed.content(0x02) != nil, signed.content(0x30) != nil, signed.content(0x30) != nil,
            var validity = signed.content(0x30), let start = validity.time(), let end = validity.time()
        else { return nil }
        self.start = start
        self.end = end
    }
}

/// Elements one after another.
private struct DER {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// Of the next element.
    var tag: UInt8? { rest.first }

    /// The next element's content, when it is of this kind.
    mutating func content(_ tag: UInt8) -> DER? {
        guard self.tag == tag, let bytes = element() else { return nil }
        return DER(bytes)
    }

    /// UTCTime or GeneralizedTime in the one form that certificates may have: `[YY]YYMMDDHHMMSSZ`.
    mutating func time() -> Timestamp? {
        guard let tag, tag == 0x17 || tag == 0x18, let bytes = element() else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        let digits = text.dropLast()
        guard text.utf8.last == UInt8(ascii: "Z"), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.utf8.count == (tag == 0x17 ? 12 : 14)
        else { return nil }
        // Of two digits, those from 50 on are of the last century.
        let full = tag == 0x18 ? String(digits) : (digits.prefix(2) < "50" ? "20" : "19") + digits
        let parts = Array(full)
        func part(_ start: Int, _ count: Int) -> String { String(parts[start..<start + count]) }
        return Timestamp(
            rfc3339: "\(part(0, 4))-\(part(4, 2))-\(part(6, 2))T\(part(8, 2)):\(part(10, 2)):\(part(12, 2))Z")
    }

    private mutating func element() -> ArraySlice<UInt8>? {
        var index = rest.startIndex + 1
        guard index < rest.endIndex else { return nil }
        var length = Int(rest[index])
        index += 1
        if length >= 0x80 {
            let count = length - 0x80
            guard (1...4).contains(count), index + count <= rest.endIndex else { return nil }
            length = rest[index..<index + count].reduce(0) { $0 << 8 | Int($1) }
            index += count
        }
        guard length <= rest.endIndex - index else { return nil }
        defer { rest = rest[(index + length)...] }
        return rest[index..<index + length]
    }
}
