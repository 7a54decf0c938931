import DriftCore
import NIOCore

/// Counts what an answer takes on the wire, and hangs up on a server that talks without being asked: what it says then would be
/// taken for the answer to the next request.
///
/// Bytes that the decoder makes nothing of are held in memory by it: a head or a trailer without end, extensions of chunks. They are
/// let through up to the limit for heads only.
final class WireMeter: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private(set) var receivedBytes = 0
    private var silentBytes = 0
    private var isAsked = false

    func expectAnswer() {
        isAsked = true
        receivedBytes = 0
        silentBytes = 0
    }

    func decoderGaveSomething() {
        silentBytes = 0
    }

    func expectNothing() {
        isAsked = false
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard isAsked else {
            context.close(promise: nil)
            return
        }
        guard silentBytes <= HeadGuard.Limits.headBytes else {
            context.fireErrorCaught(HTTPTransportError.headersTooLarge)
            return
        }
        let bytes = Self.unwrapInboundIn(data).readableBytes
        receivedBytes += bytes
        silentBytes += bytes
        context.fireChannelRead(data)
    }
}
