/// Fetches one target's document: its URL, its credentials, one exchange, and what kind of answer that is.
package struct Fetcher: Sendable {
    package let transport: any HTTPTransport
    package let limits: HTTPLimits
    /// Adds what a cloud's login demands. Given the answer to a refused attempt, it may renew the token once.
    package let authorizer: any Authorizer
    package let now: @Sendable () -> Timestamp

    package init(
        transport: any HTTPTransport, limits: HTTPLimits, authorizer: any Authorizer,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.transport = transport
        self.limits = limits
        self.authorizer = authorizer
        self.now = now
    }

    /// What the answer may be compared with, so that an unchanged document costs no transfer.
    package struct Conditions: Hashable, Sendable {
        package var entityTag: String?
        package var lastModified: String?

        package static let none = Conditions()

        package init(entityTag: String? = nil, lastModified: String? = nil) {
            self.entityTag = entityTag
            self.lastModified = lastModified
        }
    }

    package func fetch(
        _ target: Target, known: Digest?, conditions: Conditions = .none, onFreshConnection: Bool = false
    ) async -> Answer {
        var request = HTTPRequest(
            url: target.url, limits: limits, tls: target.tls, usesFreshConnection: onFreshConnection)
        request.headers["Accept"] = "application/json"
        request.headers["If-None-Match"] = conditions.entityTag
        request.headers["If-Modified-Since"] = conditions.entityTag == nil ? conditions.lastModified : nil
        do throws(FetchError) {
            let (sent, response) = try await exchange(request, for: target)
            return AnswerReader(kind: target.kind).read(response, to: sent, known: known, now: now())
        } catch {
            return .failed(error)
        }
    }

    /// The request as it was sent last, and its answer.
    private func exchange(
        _ request: HTTPRequest, for target: Target
    ) async throws(FetchError) -> (sent: HTTPRequest, HTTPResponse) {
        switch target.access {
        case .headers(let headers):
            var request = request
            for header in headers { request.headers[header.name] = header.value.revealed }
            return (request, try await send(request))
        case .cloud(let cloud):
            let first = try await authorizer.authorize(request, cloud: cloud, region: target.key.region)
            let response = try await send(first)
            guard response.status == 401 else { return (first, response) }
            // A token may have died early: drop it, log in once more, repeat once, and no more than that.
            guard
                let second = try await authorizer.reauthorize(
                    request, refused: first, cloud: cloud, region: target.key.region)
            else { return (first, response) }
            return (second, try await send(second))
        }
    }

    private func send(_ request: HTTPRequest) async throws(FetchError) -> HTTPResponse {
        do throws(HTTPTransportError) {
            return try await transport.send(request)
        } catch {
            throw .transport(error, url: request.url)
        }
    }
}

/// The seam between fetching and a cloud's login.
package protocol Authorizer: Sendable {
    func authorize(_ request: HTTPRequest, cloud: String, region: Region?) async throws(FetchError) -> HTTPRequest

    /// After a 401: the request with a new token, or nil when another attempt would be the same.
    func reauthorize(
        _ request: HTTPRequest, refused: HTTPRequest, cloud: String, region: Region?
    ) async throws(FetchError) -> HTTPRequest?
}

/// For targets that need no cloud's login.
package struct NoAuthorizer: Authorizer {
    package init() {}

    package func authorize(
        _ request: HTTPRequest, cloud: String, region: Region?
    ) async throws(FetchError) -> HTTPRequest { request }

    package func reauthorize(
        _ request: HTTPRequest, refused: HTTPRequest, cloud: String, region: Region?
    ) async throws(FetchError) -> HTTPRequest? { nil }
}
