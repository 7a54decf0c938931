import AsyncHTTPClient
import DriftCore
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#endif

/// Says in the transport's own words why the client failed.
struct TransportFailure {
    static let refusedCertificate = "the server's certificate cannot be verified"

    let host: String
    let limits: HTTPLimits
    /// What is connected to in the server's place.
    var proxy: ProxyRules.Proxy?

    func error(from error: any Error) -> HTTPTransportError {
        if Self.isForWantOfDescriptors(error) { return .descriptorsUsedUp }
        return switch error {
        case let error as HTTPTransportError: error
        case is CancellationError: .cancelled
        case let error as HTTPClientError: fromClient(error)
        case let error as NIOConnectionError: fromConnecting(error)
        case let error as ChannelError: fromChannel(error)
        case let error as IOError: fromSystem(error)
        case let error as HTTPParserError: fromParser(error)
        case let error as NIOHTTPDecoderError:
            .brokenAnswer(detail: error == .unsolicitedResponse ? "an answer nobody asked for" : "\(error)")
        case NIOHTTPDecompression.DecompressionError.limit: .bodyTooLarge(limit: limits.bodyBytes)
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            .brokenAnswer(detail: "its compressed body cannot be expanded")
        case NIOSSLError.uncleanShutdown: .brokenAnswer(detail: "the server hung up without closing TLS")
        case NIOSSLError.handshakeFailed(let error): .tls(host: host, detail: Self.clause(for: error))
        case let error as NIOSSLExtraError:
            .tls(
                host: host,
                detail: error == .failedToValidateHostname
                    ? "the server's certificate is for another name" : "the certificate cannot be used (\(error))")
        case let error as BoringSSLError: .tls(host: host, detail: Self.clause(for: error))
        case let error as NIOSSLError: .tls(host: host, detail: "\(error)")
        case is ConnectionGuard.StaleConnection: broken("closed the connection without answering")
        default: .brokenAnswer(detail: "\(type(of: error)): \(error)")
        }
    }

    private static func isForWantOfDescriptors(_ error: any Error) -> Bool {
        let errors = (error as? NIOConnectionError)?.connectionErrors.map(\.error) ?? [error]
        return errors.contains { [EMFILE, ENFILE].contains(($0 as? IOError)?.errnoCode) }
    }

    private func fromClient(_ error: HTTPClientError) -> HTTPTransportError {
        switch error {
        case .cancelled, .alreadyShutdown, .requestStreamCancelled: .cancelled
        case .readTimeout: .silent(limit: limits.idleTime)
        case .deadlineExceeded, .writeTimeout, .getConnectionFromPoolTimeout:
            .timedOut(limit: limits.totalTime)
        case .connectTimeout: noConnection("nobody answered in time")
        case .tlsHandshakeTimeout: .tls(host: host, detail: "the handshake took too long")
        case .remoteConnectionClosed: broken("hung up before the answer was complete")
        case .proxyAuthenticationRequired: noConnection(proxy?.refusedLogin ?? "\(error)")
        case .invalidProxyResponse: noConnection("it did not open the way to \(host)")
        case .httpProxyHandshakeTimeout: noConnection("it did not say in time whether it opens the way to \(host)")
        default: .brokenAnswer(detail: error.shortDescription)
        }
    }

    private func fromConnecting(_ error: NIOConnectionError) -> HTTPTransportError {
        guard let failure = error.connectionErrors.first else {
            return proxy.map { .proxy($0.authority, detail: "its name does not resolve") } ?? .nameNotFound(host: host)
        }
        return switch failure.error {
        case let error as IOError: noConnection(Self.clause(for: error))
        case ChannelError.connectTimeout: noConnection("nobody answered in time")
        default: noConnection("\(failure.error)")
        }
    }

    /// Behind a proxy it is the proxy that is connected to, so it is the proxy that cannot be.
    private func noConnection(_ detail: String) -> HTTPTransportError {
        proxy.map { .proxy($0.authority, detail: detail) } ?? .connectionFailed(host: host, detail: detail)
    }

    /// Behind a proxy nobody knows which of the two it was.
    private func broken(_ clause: String) -> HTTPTransportError {
        .brokenAnswer(
            detail: proxy.map { "the server or the proxy \($0.authority) \(clause)" } ?? "the server \(clause)")
    }

    private func fromChannel(_ error: ChannelError) -> HTTPTransportError {
        switch error {
        case .connectTimeout: noConnection("nobody answered in time")
        case .eof, .inputClosed, .outputClosed, .ioOnClosedChannel, .alreadyClosed:
            broken("hung up before the answer was complete")
        default: .brokenAnswer(detail: "\(error)")
        }
    }

    private func fromSystem(_ error: IOError) -> HTTPTransportError {
        switch error.errnoCode {
        case ECONNRESET, EPIPE: broken("reset the connection")
        default: noConnection(Self.clause(for: error))
        }
    }

    private func fromParser(_ error: HTTPParserError) -> HTTPTransportError {
        switch error {
        case .headerOverflow: .headersTooLarge
        case .invalidEOFState: .brokenAnswer(detail: "it breaks off before its end")
        case .invalidChunkSize: .brokenAnswer(detail: "a chunk's size is no number")
        case .invalidContentLength, .unexpectedContentLength: .brokenAnswer(detail: "its Content-Length is not usable")
        default: .brokenAnswer(detail: "it is not HTTP/1.1 (\(error))")
        }
    }

    private static func clause(for error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused; nothing listens there"
        case ECONNRESET: "the connection was reset"
        case EHOSTUNREACH: "the host cannot be reached"
        case ENETUNREACH: "the network cannot be reached"
        case ETIMEDOUT: "nobody answered in time"
        case EACCES, EPERM: "this system does not permit it"
        default: "\(error)"
        }
    }

    private static func clause(for error: BoringSSLError) -> String {
        let text = "\(error)"
        return switch true {
        case text.contains("CERTIFICATE_VERIFY_FAILED"): refusedCertificate
        case text.contains("WRONG_VERSION_NUMBER"): "the server does not speak TLS on this port"
        case text.contains("PROTOCOL_VERSION"): "no TLS version is spoken by both sides"
        case text.contains("CERTIFICATE_REQUIRED"), text.contains("HANDSHAKE_FAILURE_ON_CLIENT_HELLO"):
            "the server refused the handshake; it may want a client certificate"
        case text.contains("EOF during handshake"): "the server hung up during the handshake"
        default: Self.reason(in: text) ?? text
        }
    }

    /// `CERTIFICATE_EXPIRED` of `error:10000415:SSL routines:OPENSSL_internal:CERTIFICATE_EXPIRED at …`.
    private static func reason(in text: String) -> String? {
        guard let start = text.firstRange(of: "OPENSSL_internal:")?.upperBound else { return nil }
        return text[start...].prefix { $0 == "_" || $0.isLetter || $0.isNumber }.lowercased()
            .split(separator: "_").joined(separator: " ")
    }
}
