/// A request in; status, headers and a bounded body out. The program implements it over a real client; tests script it.
///
/// An implementation follows no redirect, sends nothing that the request does not name (but `Host`, `User-Agent` and
/// `Accept-Encoding`), and keeps every limit. Cancelling the task ends the exchange at once.
package protocol HTTPTransport: Sendable {
    func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse
}

package struct HTTPRequest: Hashable, Sendable {
    package enum Method: String, Hashable, Sendable { case get = "GET", post = "POST" }

    package var method: Method
    /// Absolute, `http` or `https`.
    package var url: String
    package var headers: HTTPHeaders
    package var body: [UInt8]
    package var limits: HTTPLimits
    package var tls: TLSSettings
    /// A new connection that is closed afterwards: a confirming fetch must not meet the same load-balanced backend by habit.
    package var usesFreshConnection: Bool
    /// Without it an answer is its status and headers, whatever becomes of the body: it may stall, break off or have no end.
    package var needsBody: Bool

    package init(
        method: Method = .get, url: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = [],
        limits: HTTPLimits = HTTPLimits(), tls: TLSSettings = TLSSettings(), usesFreshConnection: Bool = false,
        needsBody: Bool = true
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
        self.tls = tls
        self.usesFreshConnection = usesFreshConnection
        self.needsBody = needsBody
    }
}

// The body of a login holds the password.
extension HTTPRequest: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(method.rawValue) \(url)" }
    package var customMirror: Mirror { Mirror(self, children: ["method": method, "url": url, "headers": headers]) }
}

package struct HTTPResponse: Hashable, Sendable {
    package var status: Int
    package var headers: HTTPHeaders
    /// Decompressed.
    package var body: [UInt8]

    package init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// Header fields in order; names compare without case. Values may be secrets, so they never print.
package struct HTTPHeaders: Hashable, Sendable {
    package private(set) var fields: [(name: String, value: String)]

    package init(_ fields: [(name: String, value: String)] = []) {
        self.fields = fields
    }

    /// The first value of a name. Setting replaces all of them; nil removes.
    package subscript(name: String) -> String? {
        get { fields.first { Self.same($0.name, name) }?.value }
        set {
            fields.removeAll { Self.same($0.name, name) }
            if let newValue { fields.append((name, newValue)) }
        }
    }

    package static func == (a: HTTPHeaders, b: HTTPHeaders) -> Bool {
        a.fields.elementsEqual(b.fields) { $0 == $1 }
    }

    package func hash(into hasher: inout Hasher) {
        for field in fields {
            hasher.combine(field.name)
            hasher.combine(field.value)
        }
    }

    private static func same(_ a: String, _ b: String) -> Bool {
        a.utf8.count == b.utf8.count && a.utf8.elementsEqual(b.utf8) { lowercased($0) == lowercased($1) }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
    }
}

extension HTTPHeaders: CustomStringConvertible, CustomReflectable {
    package var description: String { "[" + fields.map(\.name).joined(separator: ", ") + "]" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

package struct HTTPLimits: Hashable, Sendable {
    /// Of the body after decompression.
    package var bodyBytes: Int
    /// From the first byte sent to the last byte of the body.
    package var totalTime: Duration
    /// The longest silence of the server in between.
    package var idleTime: Duration

    package init(
        bodyBytes: Int = 8 << 20, totalTime: Duration = .seconds(30), idleTime: Duration = .seconds(15)
    ) {
        self.bodyBytes = bodyBytes
        self.totalTime = totalTime
        self.idleTime = idleTime
    }
}

/// Why there was no complete answer. `detail` is one clause for a person, without secrets.
package enum HTTPTransportError: Error, Hashable {
    case badURL(String)
    case nameNotFound(host: String)
    case connectionFailed(host: String, detail: String)
    /// Host and port of the proxy that stands between: the server was never asked.
    case proxy(String, detail: String)
    /// No file descriptor is left in this process; nobody was asked anything.
    case descriptorsUsedUp
    case tls(host: String, detail: String)
    /// A file that the TLS settings name cannot be used; nobody was asked anything.
    case tlsFile(detail: String)
    case timedOut(limit: Duration)
    case silent(limit: Duration)
    case bodyTooLarge(limit: Int)
    case headersTooLarge
    /// The answer broke off, or is no HTTP.
    case brokenAnswer(detail: String)
    case addressRefused(host: String, detail: String)
    case cancelled
}

extension HTTPTransportError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badURL(let url): "'\(url.hidingUser)' is no http or https URL"
        case .nameNotFound(let host): "the name '\(host)' does not resolve"
        case .connectionFailed(let host, let detail): "no connection to \(host): \(detail)"
        case .proxy(let proxy, let detail): "the proxy \(proxy) is in the way: \(detail)"
        case .descriptorsUsedUp:
            "no file descriptor is left here; raise the limit (ulimit -n, LimitNOFILE=) or lower limits.concurrent"
        case .tls(let host, let detail): "TLS with \(host) failed: \(detail)"
        case .tlsFile(let detail): "TLS cannot be set up: \(detail)"
        case .timedOut(let limit):
            "no complete answer within \(limit); raise limits.total_time if the server is just slow"
        case .silent(let limit):
            "the server said nothing for \(limit); raise limits.idle_time if it just thinks long"
        case .bodyTooLarge(let limit): "the answer is over \(limit) bytes; raise limits.body if that is right"
        case .headersTooLarge: "the answer's headers are too large"
        case .brokenAnswer(let detail): "the answer broke off or is no HTTP: \(detail)"
        case .addressRefused(let host, let detail): "\(host) is not connected to: \(detail)"
        case .cancelled: "cancelled"
        }
    }
}

extension HTTPTransportError {
    /// Whether the trouble is this machine's, so that it says nothing of the server.
    package var isOurs: Bool { self == .descriptorsUsedUp }

    /// Whether opening something failed, which it also does when there is no descriptor for it.
    package var mayBeForWantOfDescriptors: Bool {
        switch self {
        case .nameNotFound, .connectionFailed, .proxy, .tls, .tlsFile: true
        default: false
        }
    }
}
