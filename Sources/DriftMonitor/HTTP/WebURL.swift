/// An absolute `http` or `https` URL, taken apart: what is connected to, and what is asked for there.
///
/// Stricter than RFC 3986, so that no two readers can understand it differently: ASCII without spaces, quotes and
/// backslashes, no user in front of the host, no zone in an IPv6 address. A fragment is never sent and is dropped.
struct WebURL: Hashable, Sendable {
    enum Scheme: String, Hashable, Sendable {
        case http, https

        var defaultPort: Int { self == .http ? 80 : 443 }
    }

    let scheme: Scheme
    /// Lower case; an IPv6 address without brackets.
    let host: String
    let port: Int
    /// Path and query as written, at least `/`.
    let target: String

    /// Host and port as the `Host` header shows them.
    var authority: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == scheme.defaultPort ? name : "\(name):\(port)"
    }

    var origin: String { "\(scheme.rawValue)://\(authority)" }

    init(_ text: String) throws(WebURLError) {
        // Bytes all along: a URL is taken apart for each request.
        let bytes = text.utf8
        guard bytes.allSatisfy(Self.isAllowed) else {
            throw .character(text.unicodeScalars.first { !Self.isAllowed(UInt8(exactly: $0.value) ?? 0) } ?? " ")
        }
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
            let scheme = Scheme(rawValue: text[..<colon].lowercased()), bytes[colon...].starts(with: "://".utf8)
        else { throw .scheme }
        self.scheme = scheme

        let start = bytes.index(colon, offsetBy: 3)
        let end = bytes[start...].firstIndex { Self.endsAuthority($0) } ?? bytes.endIndex
        guard !bytes[start..<end].contains(UInt8(ascii: "@")) else { throw .user }
        (host, port) = try Self.hostAndPort(text[start..<end], scheme: scheme)

        let target = text[end..<(bytes[end...].firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex)]
        self.target = target.utf8.first == UInt8(ascii: "/") ? String(target) : "/" + target
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    private static func hostAndPort(
        _ authority: Substring, scheme: Scheme
    ) throws(WebURLError) -> (host: String, port: Int) {
        var host = authority
        var port: Substring?
        if host.utf8.first == UInt8(ascii: "[") {
            guard let end = host.firstIndex(of: "]") else { throw .host }
            let after = host[end...].dropFirst()
            guard after.isEmpty || after.hasPrefix(":") else { throw .host }
            port = after.isEmpty ? nil : after.dropFirst()
            host = host[..<end].dropFirst()
            guard IPAddress(host)?.isVersion6 == true else { throw .host }
        } else {
            if let colon = host.utf8.firstIndex(of: UInt8(ascii: ":")) {
                port = host[colon...].dropFirst()
                host = host[..<colon]
            }
            let isName = host.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
            let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            // A dot at the very end is the root's; no other label may be empty.
            guard isName, !host.isEmpty, labels.dropLast().allSatisfy({ !$0.isEmpty }), host.utf8.count <= 253 else {
                throw .host
            }
        }
        guard let port else { return (host.lowercased(), scheme.defaultPort) }
        guard port.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(port), 1...65535 ~= number else {
            throw .port(String(port))
        }
        return (host.lowercased(), number)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default: 0x21...0x7E ~= byte
        }
    }
}

extension WebURL: CustomStringConvertible {
    var description: String { origin + target }
}

/// What is wrong with a URL. `description` is a clause that follows the URL itself.
enum WebURLError: Error, Hashable {
    case scheme
    case user
    case host
    case port(String)
    case character(Unicode.Scalar)
}

extension WebURLError: CustomStringConvertible {
    var description: String {
        switch self {
        case .scheme: "it must start with http:// or https://"
        case .user: "a user or password in front of the host is not accepted; send them as a header from a secret"
        case .host: "its host must be a name, an IPv4 address, or an IPv6 address in brackets"
        case .port(let text): "'\(text)' is no port; ports are 1 to 65535"
        case .character(let scalar) where scalar.value <= 0x20 || scalar.value == 0x7F:
            "it must not hold spaces or control characters"
        case .character(let scalar):
            "'\(scalar)' must be percent-encoded, or in a host name written in its xn-- form"
        }
    }
}
