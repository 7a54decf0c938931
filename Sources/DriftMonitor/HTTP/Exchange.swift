import AsyncHTTPClient
import DriftCore
import NIOCore
import NIOHTTP1

/// Collects one answer, up to the request's limit.
///
/// Its state needs no lock: the client calls it on the task's event loop only, and hands the result over when it is complete.
final class Exchange: HTTPClientResponseDelegate, @unchecked Sendable {
    typealias Response = HTTPResponse

    /// The status is there, and the body is of no interest.
    private struct HeadIsEnough: Error {}

    /// How much of a body nobody needs is read, so that its connection can be kept: longer ones are not worth it.
    private enum Unneeded {
        static let bytes = 64 << 10
        static let time = TimeAmount.milliseconds(500)
    }

    private let limits: HTTPLimits
    private let needsBody: Bool
    private var response = HTTPResponse(status: 0)
    private var unneededBytes = 0

    /// Whether an answer has begun; to be asked when the exchange has ended.
    var hasBegun: Bool { response.status != 0 }

    /// What is known of an answer that did not come to its end; to be asked when the exchange has ended.
    var head: HTTPResponse { HTTPResponse(status: response.status, headers: response.headers) }

    init(limits: HTTPLimits, needsBody: Bool) {
        self.limits = limits
        self.needsBody = needsBody
    }

    func didReceiveHead(task: HTTPClient.Task<HTTPResponse>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        response.status = Int(head.status.code)
        response.headers = DriftCore.HTTPHeaders(head.headers.map { ($0.name, $0.value) })
        guard needsBody else {
            let end = task.eventLoop.scheduleTask(in: Unneeded.time) { task.fail(reason: HeadIsEnough()) }
            task.futureResult.whenComplete { _ in end.cancel() }
            return task.eventLoop.makeSucceededVoidFuture()
        }
        if let length = head.headers.first(name: "Content-Length").flatMap({ Int($0) }) {
            guard length <= limits.bodyBytes else { return tooLarge(task) }
            response.body.reserveCapacity(length)
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<HTTPResponse>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        guard needsBody else {
            unneededBytes += buffer.readableBytes
            return unneededBytes <= Unneeded.bytes
                ? task.eventLoop.makeSucceededVoidFuture() : task.eventLoop.makeFailedFuture(HeadIsEnough())
        }
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
