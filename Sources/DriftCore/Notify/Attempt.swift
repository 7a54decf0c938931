/// What one attempt at a webhook came to.
enum AttemptResult: Hashable, Sendable {
    case delivered
    /// Worth another attempt. `isSilent`: nobody answered at all.
    case failed(reason: String, retryAfter: Duration?, isSilent: Bool)
    case refused(reason: String)
    case gone(reason: String)
    case cancelled
}

/// One message on its way to one webhook.
struct Attempt {
    let webhook: Channel.Webhook
    let messageID: String
    let body: [UInt8]
    let now: Timestamp

    static let limits = HTTPLimits(bodyBytes: 1 << 20, totalTime: .seconds(20), idleTime: .seconds(20))

    /// The timestamp, and with it the signature, is this attempt's; id and body are the same in each.
    var request: HTTPRequest {
        var headers = webhook.headers
        headers["Content-Type"] = CloudEvent.contentType
        headers["webhook-id"] = messageID
        headers["webhook-timestamp"] = String(now.seconds)
        let signatures = webhook.keys.map { $0.signature(id: messageID, timestamp: now.seconds, body: body) }
        headers["webhook-signature"] = signatures.isEmpty ? nil : signatures.joined(separator: " ")
        return HTTPRequest(
            method: .post, url: webhook.url.revealed, headers: headers, body: body, limits: Self.limits,
            tls: webhook.tls)
    }

    func send(over transport: some HTTPTransport) async -> AttemptResult {
        do throws(HTTPTransportError) {
            return result(of: try await transport.send(request))
        } catch {
            return error == .cancelled
                ? .cancelled : .failed(reason: reason(error), retryAfter: nil, isSilent: true)
        }
    }

    /// Only a 2xx is a success. A redirect is not followed: the message would go to whom nobody configured.
    private func result(of response: HTTPResponse) -> AttemptResult {
        let status = response.status
        switch status {
        case 200..<300: return .delivered
        case 300..<400:
            return .failed(
                reason: "answered \(status), a redirect, which is not followed; configure the address it leads to",
                retryAfter: nil, isSilent: false)
        case 410: return .gone(reason: "answered 410: the receiver is gone for good")
        // 421: another connection may do (RFC 9110); 425: later may do (RFC 8470).
        case 400..<500 where ![408, 421, 425, 429].contains(status):
            return .refused(reason: "refused the message (\(status))")
        default:
            let retryAfter = response.headers["Retry-After"].flatMap { RetryAfter($0, now: now)?.delay }
            return .failed(reason: "answered \(status)", retryAfter: retryAfter, isSilent: false)
        }
    }

    /// Reasons are stored and logged, so they never name the address: its path is often a token.
    private func reason(_ error: HTTPTransportError) -> String {
        switch error {
        case .badURL: "the channel's url is no http or https URL"
        case .nameNotFound: "the host's name does not resolve"
        case .connectionFailed: "no connection to the host"
        case .tls: "TLS with the host failed; look at the channel's tls settings and the host's certificate"
        case .tlsFile(let detail): "TLS cannot be set up: \(detail)"
        case .timedOut(let limit), .silent(let limit): "no answer within \(limit)"
        case .bodyTooLarge, .headersTooLarge: "the answer is too large"
        case .brokenAnswer: "the answer broke off or is no HTTP"
        case .addressRefused: "the host's address is one that is not connected to"
        case .cancelled: "cancelled"
        }
    }
}
