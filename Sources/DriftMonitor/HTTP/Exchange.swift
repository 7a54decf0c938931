import AsyncHTTPClient
import DriftCore
import NIOCore
import NIOHTTP1

/// Collects one answer, up to the request's limit.
///
/// Its state needs no lock: the client calls it on the task's event loop only, and hands the result over when it is complete.
final class Exchange: HTTPClientResponseDelegate, @unchecked Sendable {
    typealias Response = HTTPResponse

    private let limits: HTTPLimits
    private var response = HTTPResponse(status: 0)

    /// Whether an answer has begun; to be asked when the exchange has ended.
    var hasBegun: Bool { response.status != 0 }

    init(limits: HTTPLimits) {
        self.limits = limits
    }

    func didReceiveHead(task: HTTPClient.Task<HTTPResponse>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        response.status = Int(head.status.code)
        response.headers = DriftCore.HTTPHeaders(head.headers.map { ($0.name, $0.value) })
        if let length = head.headers.first(name: "Content-Length").flatMap({ Int($0) }) {
            guard length <= limits.bodyBytes else { return tooLarge(task) }
            response.body.reserveCapacity(length)
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<HTTPResponse>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        guard response.body.count + buffer.readableBytes <= limits.bodyBytes else { return tooLarge(task) }
        response.body.append(contentsOf: buffer.readableBytesView)
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: HTTPClient.Task<HTTPResponse>) -> HTTPResponse {
        response
    }

    private func tooLarge(_ task: HTTPClient.Task<HTTPResponse>) -> EventLoopFuture<Void> {
        task.eventLoop.makeFailedFuture(HTTPTransportError.bodyTooLarge(limit: limits.bodyBytes))
    }
}
