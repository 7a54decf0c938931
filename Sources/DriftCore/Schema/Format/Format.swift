/// The formats that can be asserted: for each, whether a text has it. Unknown formats never refuse.
enum Format {
    typealias Check = @Sendable (String) -> Bool

    /// - Returns: nil for a format that the dialect does not define.
    static func check(_ name: String, in dialect: Dialect) -> Check? {
        guard let (first, last, check) = table[name], first...last ~= dialect else { return nil }
        // Draft 3 has times of day without a zone.
        if name == "time", dialect == .draft3 { return { DateFormats.isClockTime($0) } }
        return check
    }

    private static let table: [String: (Dialect, Dialect, Check)] = [
        "date-time": (.draft3, .draft202012, { DateFormats.isDateTime($0) }),
        "date": (.draft3, .draft202012, { DateFormats.isDate($0) }),
        "time": (.draft3, .draft202012, { DateFormats.isTime($0) }),
        "duration": (.draft201909, .draft202012, { DateFormats.isDuration($0) }),
        "email": (.draft3, .draft202012, { AddressFormats.isEmail($0, allowsUnicode: false) }),
        "idn-email": (.draft7, .draft202012, { AddressFormats.isEmail($0, allowsUnicode: true) }),
        "host-name": (.draft3, .draft3, { AddressFormats.isHostName($0, decodesLabels: false) }),
        "hostname": (.draft4, .draft202012, { AddressFormats.isHostName($0, decodesLabels: true) }),
        "idn-hostname": (.draft7, .draft202012, { InternationalHostName.isValid($0) }),
        "ip-address": (.draft3, .draft3, { AddressFormats.isIPv4($0) }),
        "ipv4": (.draft4, .draft202012, { AddressFormats.isIPv4($0) }),
        "ipv6": (.draft3, .draft202012, { AddressFormats.isIPv6($0) }),
        "uri": (.draft3, .draft202012, { URIFormats.isURI($0, allowsUnicode: false, allowsRelative: false) }),
        "uri-reference": (.draft6, .draft202012, { URIFormats.isURI($0, allowsUnicode: false, allowsRelative: true) }),
        "iri": (.draft7, .draft202012, { URIFormats.isURI($0, allowsUnicode: true, allowsRelative: false) }),
        "iri-reference": (.draft7, .draft202012, { URIFormats.isURI($0, allowsUnicode: true, allowsRelative: true) }),
        "uri-template": (.draft6, .draft202012, { URITemplate.isValid($0) }),
        "uuid": (.draft201909, .draft202012, { TextFormats.isUUID($0) }),
        "json-pointer": (.draft6, .draft202012, { TextFormats.isPointer($0) }),
        "relative-json-pointer": (.draft7, .draft202012, { TextFormats.isRelativePointer($0) }),
        "regex": (.draft3, .draft202012, { TextFormats.isRegularExpression($0) }),
        "color": (.draft3, .draft3, { TextFormats.isColor($0) }),
    ]
}

/// A text read from left to right by code points.
struct TextCursor {
    let text: [UInt32]
    var at = 0

    init(_ text: String) {
        self.text = text.unicodeScalars.map(\.value)
    }

    init(_ text: some Sequence<UInt32>) {
        self.text = Array(text)
    }

    var isAtEnd: Bool { at == text.count }
    var next: UInt32? { at < text.count ? text[at] : nil }
    var rest: ArraySlice<UInt32> { text[at...] }

    mutating func take(_ expected: Unicode.Scalar) -> Bool {
        guard next == expected.value else { return false }
        at += 1
        return true
    }

    /// One of several.
    mutating func take(anyOf expected: String) -> Bool {
        guard let next, expected.unicodeScalars.contains(where: { $0.value == next }) else { return false }
        at += 1
        return true
    }

    /// Exactly so many ASCII digits.
    mutating func takeNumber(digits count: Int) -> Int? {
        guard at + count <= text.count else { return nil }
        var value = 0
        for digit in text[at..<at + count] {
            guard 0x30...0x39 ~= digit else { return nil }
            value = value * 10 + Int(digit) - 0x30
        }
        at += count
        return value
    }

    /// As many ASCII digits as there are; how many that were.
    mutating func skipDigits() -> Int {
        skip { 0x30...0x39 ~= $0 }
    }

    mutating func skip(while holds: (UInt32) -> Bool) -> Int {
        let start = at
        while let next, holds(next) { at += 1 }
        return at - start
    }
}

extension UInt32 {
    var isASCIIDigit: Bool { 0x30...0x39 ~= self }
    var isASCIILetter: Bool { 0x41...0x5A ~= self || 0x61...0x7A ~= self }
    var isHexadecimalDigit: Bool { isASCIIDigit || 0x41...0x46 ~= self || 0x61...0x66 ~= self }
}
