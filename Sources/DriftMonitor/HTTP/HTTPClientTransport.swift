import AsyncHTTPClient
import DriftCore
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

/// `HTTPTransport` over AsyncHTTPClient: HTTP/1.1, connections kept and reused per origin, no redirects.
///
/// The time limit counts from `send`, so it covers the name's lookup, connecting and TLS as well. A GET whose kept connection
/// the server had already closed is sent once more, on a connection of its own; nothing else is ever sent twice.
final class HTTPClientTransport: HTTPTransport {
    struct Settings: Sendable {
        var userAgent = "driftmonitor/\(Product.version)"
        var addresses = AddressPolicy()
        var proxies = ProxyRules.none
        var connectionsPerHost = 4
        var connectTimeout = Duration.seconds(10)
    }

    /// What a client and its connections cannot differ in. Few exist at once: settings come from the configuration.
    private struct ClientKey: Hashable {
        var tls: TLSSettings
        /// Renewed certificates make a new client; the old one ends with the transport.
        var tlsTimes: [Timestamp]
        var route: Route
        var expandedLimit: Int
        var idleTime: Duration
        var isFresh: Bool
    }

    private enum Route: Hashable {
        case direct
        /// To a proxy that forwards plain requests.
        case forwarded(ProxyRules.Proxy)
        /// Through a proxy that opens a way for TLS.
        case tunnel(ProxyRules.Proxy)
    }

    private struct State {
        var clients: [ClientKey: HTTPClient] = [:]
        var isShutDown = false
    }

    private let settings: Settings
    private let group: MultiThreadedEventLoopGroup
    private let state = NIOLockedValueBox(State())

    init(settings: Settings = Settings()) {
        self.settings = settings
        // One thread moves far more bytes than the checks behind it can judge.
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    }

    /// Ends what is running as cancelled and closes every connection. Nothing can be sent afterwards.
    func shutDown() async {
        let clients = state.withLockedValue { state in
            defer { state.clients = [:] }
            state.isShutDown = true
            return state.clients.values
        }
        for client in clients {
            // It throws when it was shut down before, which only we do, and once.
            try? await client.shutdown()
        }
        try? await group.shutdownGracefully()
    }

    func send(_ request: DriftCore.HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        let url: WebURL
        do { url = try WebURL(request.url) } catch { throw .badURL(request.url) }
        if let address = IPAddress(url.host), let refusal = settings.addresses.refusal(of: address) {
            throw .addressRefused(host: url.host, detail: refusal)
        }
        let failure = TransportFailure(host: url.host, limits: request.limits)
        let deadline = NIODeadline.now() + TimeAmount(request.limits.totalTime)
        do {
            return try await exchange(request, url: url, isFresh: request.usesFreshConnection, deadline: deadline)
        } catch is ConnectionGuard.StaleConnection where request.method == .get {
            do {
                return try await exchange(request, url: url, isFresh: true, deadline: deadline)
            } catch {
                throw failure.error(from: error)
            }
        } catch {
            throw await explained(failure.error(from: error), request, url, deadline)
        }
    }

    /// Says more about a refused certificate, where the server can be asked again.
    private func explained(
        _ error: HTTPTransportError, _ request: DriftCore.HTTPRequest, _ url: WebURL, _ deadline: NIODeadline
    ) async -> HTTPTransportError {
        guard error == .tls(host: url.host, detail: TransportFailure.refusedCertificate), route(for: url) == .direct,
            let tls = try? TLSFiles.configuration(for: request.tls)
        else { return error }
        let left = Duration.nanoseconds(max(0, (deadline - .now()).nanoseconds))
        let probe = CertificateProbe(group: group, now: Host.now(), timeout: min(left, settings.connectTimeout))
        guard let reason = await probe.reason(host: url.host, port: url.port, tls: tls) else { return error }
        return .tls(host: url.host, detail: reason)
    }

    private func exchange(
        _ request: DriftCore.HTTPRequest, url: WebURL, isFresh: Bool, deadline: NIODeadline
    ) async throws -> HTTPResponse {
        let route = route(for: url)
        let tls = url.scheme == .https ? request.tls : TLSSettings()
        let client = try client(
            ClientKey(
                tls: tls, tlsTimes: TLSFiles.times(of: tls), route: route,
                expandedLimit: Self.expandedLimit(for: request.limits.bodyBytes), idleTime: request.limits.idleTime,
                isFresh: isFresh), host: url.host)
        let exchange = Exchange(limits: request.limits)
        let task = client.execute(
            request: try prepared(request, url: url, route: route, isFresh: isFresh), delegate: exchange,
            deadline: deadline)
        do {
            return try await withTaskCancellationHandler {
                try await task.futureResult.get()
            } onCancel: {
                task.cancel()
            }
        } catch  where !isFresh && !exchange.hasBegun && Self.wasClosedBefore(error) {
            throw ConnectionGuard.StaleConnection()
        }
    }

    /// A kept connection that its server closed in the moment in which it was chosen, before the guard saw a request: the client says
    /// the one when it learns of it while it waits for the request to go, the other when it finds it closed already.
    private static func wasClosedBefore(_ error: any Error) -> Bool {
        error as? HTTPClientError == .remoteConnectionClosed || error as? ChannelError == .ioOnClosedChannel
    }

    private func route(for url: WebURL) -> Route {
        guard let proxy = settings.proxies.proxy(for: url) else { return .direct }
        return url.scheme == .http ? .forwarded(proxy) : .tunnel(proxy)
    }

    private func prepared(
        _ request: DriftCore.HTTPRequest, url: WebURL, route: Route, isFresh: Bool
    ) throws -> HTTPClient.Request {
        var headers = NIOHTTP1.HTTPHeaders()
        headers.add(name: "Host", value: url.authority)
        headers.add(name: "User-Agent", value: settings.userAgent)
        headers.add(name: "Accept-Encoding", value: "gzip")
        if isFresh { headers.add(name: "Connection", value: "close") }
        for (name, value) in request.headers.fields { headers.replaceOrAdd(name: name, value: value) }
        var text = url.description
        if case .forwarded(let proxy) = route {
            text = "http://\(proxy.host):\(proxy.port)\(url.target)"
            if let authorization = Self.authorization(for: proxy) {
                headers.add(name: "Proxy-Authorization", value: authorization.headerValue)
            }
        }
        return try HTTPClient.Request(
            url: text, method: request.method == .get ? .GET : .POST, headers: headers,
            body: request.body.isEmpty ? nil : .bytes(request.body))
    }
}

extension HTTPClientTransport {
    private func client(_ key: ClientKey, host: String) throws -> HTTPClient {
        if let client = try state.withLockedValue({ try $0.isShutDown ? Self.refuse() : $0.clients[key] }) {
            return client
        }
        // Files are read outside the lock; of two clients made at once, one is kept.
        let configuration: HTTPClient.Configuration
        do {
            configuration = try self.configuration(for: key)
        } catch let error as TLSFiles.Unusable {
            throw HTTPTransportError.tlsFile(detail: error.detail)
        }
        return try state.withLockedValue { state in
            guard !state.isShutDown else { return try Self.refuse() }
            if let client = state.clients[key] { return client }
            let client = HTTPClient(eventLoopGroupProvider: .shared(group), configuration: configuration)
            state.clients[key] = client
            return client
        }
    }

    private static func refuse<T>() throws -> T { throw HTTPTransportError.cancelled }

    private func configuration(for key: ClientKey) throws -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try TLSFiles.configuration(for: key.tls), redirectConfiguration: .disallow,
            decompression: .enabled(limit: .size(key.expandedLimit)))
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = TimeAmount(settings.connectTimeout)
        configuration.timeout.read = TimeAmount(key.idleTime)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = settings.connectionsPerHost
        // A failed attempt is told at once; when to try again is the schedule's business.
        configuration.connectionPool.retryConnectionEstablishment = false
        if key.isFresh { configuration.maximumUsesPerConnection = 1 }

        // A proxy is where the operator said it is; where it connects to is its own affair.
        var policy: AddressPolicy? = settings.addresses
        var usesAbsoluteForm = false
        switch key.route {
        case .direct: break
        case .forwarded:
            policy = nil
            usesAbsoluteForm = true
        case .tunnel(let proxy):
            policy = nil
            configuration.proxy = .server(
                host: proxy.host, port: proxy.port, authorization: Self.authorization(for: proxy))
        }
        configuration.http1_1ConnectionDebugInitializer = { [policy, usesAbsoluteForm] channel in
            ConnectionGuard.install(on: channel, policy: policy, usesAbsoluteForm: usesAbsoluteForm)
        }
        return configuration
    }

    private static func authorization(for proxy: ProxyRules.Proxy) -> HTTPClient.Authorization? {
        proxy.login.map { .basic(username: $0.user, password: $0.password.revealed) }
    }

    /// Bounds what the decompressor may put out before the exact limit of the request is looked at; rounded up, so that requests
    /// with different limits share connections.
    private static func expandedLimit(for bodyBytes: Int) -> Int {
        var limit = 8 << 20
        while limit < bodyBytes { limit *= 2 }
        return limit
    }
}
