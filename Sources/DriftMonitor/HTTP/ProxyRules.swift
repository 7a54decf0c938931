import DriftCore

/// Which requests go through a proxy, by `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (or in lower case, which wins).
///
/// `NO_PROXY` is a list of names (each with what is below it), addresses and networks, with a port or without, or `*`.
/// As with curl, loopback goes through a proxy too unless `NO_PROXY` names it.
struct ProxyRules: Hashable, Sendable {
    struct Proxy: Hashable, Sendable {
        let host: String
        let port: Int
        let login: Login?

        /// For messages and URLs, without its login.
        var authority: String { host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)" }

        /// What its 407 means.
        var refusedLogin: String {
            login == nil
                ? "it wants a login (407); put user:password@ into its URL"
                : "it refuses the login that is in its URL (407)"
        }
    }

    struct Login: Hashable, Sendable {
        let user: String
        let password: Secret

        /// What a proxy could repeat of it: the password, and both as they are sent.
        var secrets: [Secret] { [password, Secret("\(user):\(password.revealed)")] }
    }

    private enum Exception: Hashable, Sendable {
        case everything
        case network(IPNetwork, port: Int?)
        case name(String, port: Int?)
    }

    private let http: Proxy?
    private let https: Proxy?
    private let exceptions: [Exception]

    static let none = ProxyRules(http: nil, https: nil, exceptions: [])

    private init(http: Proxy?, https: Proxy?, exceptions: [Exception]) {
        self.http = http
        self.https = https
        self.exceptions = exceptions
    }

    init(environment: [String: String]) throws(ProxyError) {
        func value(_ name: String) -> (name: String, text: String)? {
            for name in [name.lowercased(), name] {
                if let text = environment[name], !text.isEmpty { return (name, text) }
            }
            return nil
        }
        func proxy(_ variable: String) throws(ProxyError) -> Proxy? {
            guard let (name, text) = value(variable) else { return nil }
            return try Self.proxy(text, variable: name)
        }
        self.init(
            http: try proxy("HTTP_PROXY"), https: try proxy("HTTPS_PROXY"),
            exceptions: Self.exceptions(value("NO_PROXY")?.text ?? ""))
    }

    /// The proxy for a URL; nil to connect directly.
    func proxy(for url: WebURL) -> Proxy? {
        guard let proxy = url.scheme == .https ? https : http else { return nil }
        let address = IPAddress(url.host)
        let isException = exceptions.contains { exception in
            switch exception {
            case .everything: true
            case .network(let network, let port):
                address.map(network.contains) ?? false && (port ?? url.port) == url.port
            case .name(let name, let port):
                (url.host == name || url.host.hasSuffix("." + name)) && (port ?? url.port) == url.port
            }
        }
        return isException ? nil : proxy
    }

    private static func proxy(_ text: String, variable: String) throws(ProxyError) -> Proxy {
        var rest = text[...]
        if let scheme = rest.firstRange(of: "://") {
            guard rest[..<scheme.lowerBound].lowercased() == "http" else { throw .scheme(variable: variable) }
            rest = rest[scheme.upperBound...]
        }
        rest = rest.prefix { $0 != "/" }
        var login: Login?
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let user = String(parts[0]).percentDecoded,
                let password = parts.count == 2 ? String(parts[1]).percentDecoded : ""
            else { throw .notProxy(variable: variable) }
            login = Login(user: user, password: Secret(password))
            rest = rest[at...].dropFirst()
        }
        guard let url = try? WebURL("http://\(rest)") else { throw .notProxy(variable: variable) }
        return Proxy(host: url.host, port: url.port, login: login)
    }

    private static func exceptions(_ text: String) -> [Exception] {
        text.split { $0 == "," || $0 == " " }.map { entry in
            if entry == "*" { return .everything }
            if let network = IPNetwork(entry) { return .network(network, port: nil) }
            var name = entry.lowercased()[...]
            var port: Int?
            if let colon = name.lastIndex(of: ":"), let number = Int(name[colon...].dropFirst()) {
                port = number
                name = name[..<colon]
            }
            if let network = IPNetwork(name.drop { $0 == "[" }.prefix { $0 != "]" }) {
                return .network(network, port: port)
            }
            if name.hasPrefix("*.") { name = name.dropFirst() }
            if name.hasPrefix(".") { name = name.dropFirst() }
            return .name(String(name), port: port)
        }
    }
}

/// Why a proxy variable cannot be used. Its text may hold a password, so it is not shown.
enum ProxyError: Error, Hashable {
    case scheme(variable: String)
    case notProxy(variable: String)
}

extension ProxyError: CustomStringConvertible {
    var description: String {
        switch self {
        case .scheme(let variable): "the proxy in $\(variable) must be an http:// URL; other kinds are not supported"
        case .notProxy(let variable):
            "$\(variable) is no proxy: write http://host:port, with user:password@ if it wants a login"
        }
    }
}

extension String {
    /// With `%41` read as `A`; nil when an escape is broken or the result is no UTF-8.
    fileprivate var percentDecoded: String? {
        var decoded: [UInt8] = []
        var bytes = utf8.makeIterator()
        while let byte = bytes.next() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = bytes.next(), let low = bytes.next(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            decoded.append(value)
        }
        return String(validating: decoded, as: UTF8.self)
    }
}
