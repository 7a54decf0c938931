/// A URI or a relative reference in its five parts (RFC 3986, appendix B): any text is one, none is refused.
struct URIReference: Hashable, Sendable {
    var scheme: String?
    var authority: String?
    var path: String
    var query: String?
    /// Without the `#`, percent-encoded as written.
    var fragment: String?

    static let empty = URIReference("")

    init(_ text: String) {
        var rest = text.utf8[...]
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            fragment = String(text[text.index(after: hash)...])
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            query = String(text[text.index(after: mark)..<rest.endIndex])
            rest = rest[..<mark]
        }
        let colon = rest.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") }
        if let colon, rest[colon] == UInt8(ascii: ":"), colon > rest.startIndex {
            scheme = text[..<colon].lowercased()
            rest = rest[rest.index(after: colon)...]
        }
        if rest.starts(with: "//".utf8) {
            let start = rest.index(rest.startIndex, offsetBy: 2)
            let end = rest[start...].firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
            authority = String(text[start..<end])
            rest = rest[end...]
        }
        path = String(text[rest.startIndex..<rest.endIndex])
    }

    var withoutFragment: URIReference { withFragment(nil) }

    func withFragment(_ fragment: String?) -> URIReference {
        var copy = self
        copy.fragment = fragment
        return copy
    }

    /// Whether it points into the document it stands in, by its fragment alone.
    var isFragmentOnly: Bool {
        scheme == nil && authority == nil && path.isEmpty && query == nil
    }

    /// What this reference means in a document at `base` (RFC 3986, 5.2.2). A base may be relative, even empty.
    func resolved(against base: URIReference) -> URIReference {
        guard scheme == nil else { return withPath(Self.withoutDots(path)) }
        var target = self
        target.scheme = base.scheme
        guard authority == nil else { return target.withPath(Self.withoutDots(path)) }
        target.authority = base.authority
        if path.isEmpty {
            target.path = base.path
            target.query = query ?? base.query
        } else if path.hasPrefix("/") {
            target.path = Self.withoutDots(path)
        } else if base.authority != nil && base.path.isEmpty {
            target.path = Self.withoutDots("/" + path)
        } else {
            let parent = base.path.lastIndex(of: "/").map { base.path[...$0] } ?? ""
            target.path = Self.withoutDots(parent + path)
        }
        return target
    }

    private func withPath(_ path: String) -> URIReference {
        var copy = self
        copy.path = path
        return copy
    }

    private static func withoutDots(_ path: String) -> String {
        guard path.utf8.contains(UInt8(ascii: ".")) else { return path }
        var kept: [Substring] = []
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            let isLast = index == parts.count - 1
            switch part {
            case ".":
                if isLast { kept.append("") }
            case "..":
                if kept.count > 1 || (kept.count == 1 && kept[0] != "") { kept.removeLast() }
                if isLast { kept.append("") }
            default: kept.append(part)
            }
        }
        return kept.joined(separator: "/")
    }

    /// The bytes that a percent-encoded text stands for, as text; nil when they are not UTF-8 or a `%` is no escape.
    static func decoded(_ text: String) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        var bytes: [UInt8] = []
        var source = text.utf8.makeIterator()
        while let byte = source.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = source.next().flatMap(hexadecimal), let low = source.next().flatMap(hexadecimal) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}

extension URIReference: CustomStringConvertible {
    var description: String {
        var text = ""
        if let scheme { text += scheme + ":" }
        if let authority { text += "//" + authority }
        text += path
        if let query { text += "?" + query }
        if let fragment { text += "#" + fragment }
        return text
    }
}
