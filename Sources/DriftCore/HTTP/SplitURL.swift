/// An absolute URL cut into the parts that a request has.
struct SplitURL {
    var origin: String
    var authority: String
    /// With its slash; `/` when there is none.
    var path: String
    /// Without the question mark.
    var query: String

    init(_ url: String) {
        let start = url.firstRange(of: "://")?.upperBound ?? url.startIndex
        let rest = url[start...].prefix { $0 != "#" }
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        authority = String(rest[..<authorityEnd])
        origin = String(url[..<authorityEnd])
        let tail = rest[authorityEnd...]
        let mark = tail.firstIndex(of: "?") ?? tail.endIndex
        path = mark == tail.startIndex ? "/" : String(tail[..<mark])
        query = mark == tail.endIndex ? "" : String(tail[tail.index(after: mark)...])
    }
}

extension SplitURL {
    /// As HTTP clients write the `Host` header: in lower case, without a port that goes without saying.
    var hostAsSent: String {
        let host = authority.lowercased()
        let usual = origin.lowercased().hasPrefix("https:") ? ":443" : ":80"
        return host.hasSuffix(usual) ? String(host.dropLast(usual.count)) : host
    }
}

/// Percent-encoding of UTF-8 bytes: all but letters, digits and `-._~`.
extension String {
    /// A URL for messages: without the user and password that a wrong one may hold.
    package var hidingUser: String {
        let start = firstRange(of: "://")?.upperBound ?? startIndex
        let rest = self[start...]
        let authority = rest.prefix { !"/?#".contains($0) }
        var at = authority.lastIndex(of: "@")
        if at == nil, let colon = authority.lastIndex(of: ":"),
            !authority[authority.index(after: colon)...].allSatisfy(\.isASCIIDigit)
        {
            // No port: a password with a slash in it.
            at = rest.lastIndex(of: "@")
        }
        return at.map { self[..<start] + "<redacted>" + self[$0...] } ?? self
    }
}

enum PercentCode {
    static func encoded(_ bytes: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            switch byte {
            case 48...57, 65...90, 97...122, 45, 46, 95, 126: text.append(byte)
            default: text += [37, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Decoded as UTF-8; what is none becomes U+FFFD, as in Python.
    static func text(_ source: some StringProtocol) -> [UInt8] { text(Array(source.utf8)) }

    static func text(_ source: some Collection<UInt8>) -> [UInt8] {
        Array(String(decoding: decoded(source), as: UTF8.self).utf8)
    }

    /// A `%` that begins no pair of digits stays as it is.
    static func decoded(_ source: some Collection<UInt8>) -> [UInt8] {
        let source = Array(source)
        var bytes: [UInt8] = []
        var index = 0
        while index < source.count {
            if source[index] == 37, index + 2 < source.count, let high = digit(source[index + 1]),
                let low = digit(source[index + 2])
            {
                bytes.append(high << 4 | low)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
