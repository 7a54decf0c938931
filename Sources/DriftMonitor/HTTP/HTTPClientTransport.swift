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
        /// How many file descriptors there may be; connections are bounded by it.
        var descriptors = Descriptors.limit
    }

    enum Route: Hashable {
        case direct
        /// To a proxy that forwards plain requests.
        case forwarded(ProxyRules.Proxy)
        /// Through a proxy that opens a way for TLS.
        case tunnel(ProxyRules.Proxy)

        var proxy: ProxyRules.Proxy? {
            switch self {
            case .direct: nil
            case .forwarded(let proxy), .tunnel(let proxy): proxy
            }
        }
    }

    private let settings: Settings
    private let group: MultiThreadedEventLoopGroup
    private let connections: OpenConnections
    let clients = ClientShelf()

    /// For tests.
    var openConnections: Int { connections.count }

    init(settings: Settings = Settings()) {
        self.settings = settings
        // One thread moves far more bytes than the checks behind it can judge.
        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        connections = OpenConnections(descriptors: settings.descriptors)
    }

    /// Ends what is running as cancelled and closes every connection. Nothing can be sent afterwards.
    func shutDown() async {
        await clients.shutDown()
        try? await group.shutdownGracefully()
    }

    func send(_ request: DriftCore.HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
        let url: WebURL
        do { url = try WebURL(request.url) } catch { throw .badURL(request.url) }
        if let address = IPAddress(url.host), let refusal = settings.addresses.refusal(of: address) {
            throw .addressRefused(host: url.host, detail: refusal)
        }
        guard await connections.enter() else { throw .cancelled }
        defer { connections.leave() }
        let route = route(for: url)
        let failure = TransportFailure(host: url.host, limits: request.limits, proxy: route.proxy)
        // From here on, so that who waits for a place of ours does not take the server's time for it.
        let deadline = NIODeadline.now() + TimeAmount(request.limits.totalTime)
        do {
            do {
                return try await exchange(request, url, route, isFresh: request.usesFreshConnection, deadline)
            } catch let stale as ConnectionGuard.StaleConnection where request.method == .get || stale.sentNothing {
                return try await exchange(request, url, route, isFresh: true, deadline)
            }
        } catch {
            throw await explained(failure.error(from: error), request, url, deadline)
        }
    }

    /// Says more about a refused certificate, where the server can be asked again, and about what failed for want of descriptors.
    private func explained(
        _ error: HTTPTransportError, _ request: DriftCore.HTTPRequest, _ url: WebURL, _ deadline: NIODeadline
    ) async -> HTTPTransportError {
        if error.mayBeForWantOfDescriptors, Descriptors.areUsedUp { return .descriptorsUsedUp }
        guard error == .tls(host: url.host, detail: TransportFailure.refusedCertificate), route(for: url) == .direct,
            let tls = try? TLSFiles.configuration(for: request.tls)
        else { return error }
        let left = Duration.nanoseconds(max(0, (deadline - .now()).nanoseconds))
        let probe = CertificateProbe(group: group, now: Host.now(), timeout: min(left, settings.connectTimeout))
        guard let reason = await probe.reason(host: url.host, port: url.port, tls: tls) else { return error }
        return .tls(host: url.host, detail: reason)
    }

    private func exchange(
        _ request: DriftCore.HTTPRequest, _ url: WebURL, _ route: Route, isFresh: Bool, _ deadline: NIODeadline
    ) async throws -> HTTPResponse {
        let tls = url.scheme == .https ? request.tls : TLSSettings()
        let key = ClientShelf.Key(
            tls: tls, tlsTimes: TLSFiles.times(of: tls), route: route,
            expandedLimit: Self.expandedLimit(for: request.limits.bodyBytes), idleTime: request.limits.idleTime,
            isFresh: isFresh)
        let prepared = try prepared(request, url: url, route: route, isFresh: isFresh)
        let exchange = Exchange(limits: request.limits, needsBody: request.needsBody)
        do {
            let response = try await clients.with(key) {
                HTTPClient(eventLoopGroupProvider: .shared(group), configuration: try configuration(for: key))
            } _: { client in
                let task = client.execute(request: prepared, delegate: exchange, deadline: deadline)
                return try await withTaskCancellationHandler {
                    try await task.futureResult.get()
                } onCancel: {
                    task.cancel()
                }
            }
            return try route.answer(response)
        } catch  where !request.needsBody && exchange.hasBegun {
            return try route.answer(exchange.head)
        } catch  where !isFresh && !exchange.hasBegun && Self.wasClosedBefore(error) {
            throw ConnectionGuard.StaleConnection()
        } catch let error as TLSFiles.Unusable {
            throw HTTPTransportError.tlsFile(detail: error.detail)
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
            text = "http://\(proxy.authority)\(url.target)"
            if let authorization = Self.authorization(for: proxy) {
                headers.add(name: "Proxy-Authorization", value: authorization.headerValue)
            }
        }
        return try HTTPClient.Request(
            url: text, method: request.method == .get ? .GET : .POST, headers: headers,
            body: request.body.isEmpty ? nil : .bytes(request.body))
    }

    private func configuration(for key: ClientShelf.Key) throws -> HTTPClient.Configuration {
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
        let policy = key.route == .direct ? settings.addresses : nil
        var usesAbsoluteForm = false
        switch key.route {
        case .direct: break
        case .forwarded: usesAbsoluteForm = true
        case .tunnel(let proxy):
            configuration.proxy = .server(
                host: proxy.host, port: proxy.port, authorization: Self.authorization(for: proxy))
        }
        configuration.http1_1ConnectionDebugInitializer = { [policy, connections, usesAbsoluteForm] channel in
            ConnectionGuard.install(
                on: channel, policy: policy, connections: connections, usesAbsoluteForm: usesAbsoluteForm)
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

extension HTTPClientTransport.Route {
    /// What came back, as the server's: a proxy that wants a login speaks for itself, and one that repeats its login is not passed on.
    fileprivate func answer(_ response: HTTPResponse) throws(HTTPTransportError) -> HTTPResponse {
        guard let proxy else { return response }
        guard response.status != 407 else {
            throw .proxy(proxy.authority, detail: proxy.refusedLogin)
        }
        guard let login = proxy.login else { return response }
        return response.hiding(login.secrets)
    }
}
