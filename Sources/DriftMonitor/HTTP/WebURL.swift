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
        if let stray = text.unicodeScalars.first(where: { !Self.isAllowed($0) }) { throw .character(stray) }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
            let scheme = Scheme(rawValue: text[..<colon].lowercased()), text[colon...].hasPrefix("://")
        else { throw .scheme }
        self.scheme = scheme

        let rest = text[colon...].dropFirst(3)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { throw .user }
        (host, port) = try Self.hostAndPort(authority, scheme: scheme)

        let target = rest.dropFirst(authority.count).prefix { $0 != "#" }
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
    }

    private static func hostAndPort(
        _ authority: Substring, scheme: Scheme
    ) throws(WebURLError) -> (host: String, port: Int) {
        var host = authority
        var port: Substring?
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { throw .host }
            let after = host[end...].dropFirst()
            guard after.isEmpty || after.hasPrefix(":") else { throw .host }
            port = after.isEmpty ? nil : after.dropFirst()
            host = host[..<end].dropFirst()
            guard IPAddress(host)?.isVersion6 == true else { throw .host }
        } else {
            if let colon = host.firstIndex(of: ":") {
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
            guard isName, !host.isEmpty, !host.hasPrefix("."), !host.contains(".."), host.utf8.count <= 253 else {
                throw .host
            }
        }
        guard let port else { return (host.lowercased(), scheme.defaultPort) }
        guard port.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(port), 1...65535 ~= number else {
            throw .port(String(port))
        }
        return (host.lowercased(), number)
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        0x21...0x7E ~= scalar.value && !"\"<>\\^`{|}".unicodeScalars.contains(scalar)
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
