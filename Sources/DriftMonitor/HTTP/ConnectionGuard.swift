import DriftCore
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// Watches one connection of the client for what the client itself does not: whom it is connected to, how far bodies expand, whether
/// a kept connection was closed by the server before a request reached it, and whether more follows an answer than belongs to it.
///
/// It stands between the client's own handler and the decompressor, with a `WireMeter` in front of the decoder and a `HeadGuard` behind it.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// A kept connection that turned out to be of no use: nothing of an answer came, so a GET may be sent once more.
    struct StaleConnection: Error {
        /// Not a byte of the request left, so that any request may be sent again.
        var sentNothing = false
    }

    enum Limits {
        /// Real schemas compress 5 to 30 times; only what is large as well is refused.
        static let expansion = 100
        static let expansionFloorBytes = 1 << 20
    }

    private enum State { case idle, waiting, receiving, failed }

    private let meter: WireMeter
    private let connections: OpenConnections
    private let refusal: HTTPTransportError?
    private let usesAbsoluteForm: Bool
    private var state = State.idle
    private var requests = 0
    private var expandedBytes = 0
    /// The end of an answer, held until all that was read with it is looked at.
    private var end: NIOAny?
    /// More came than was asked for: whatever comes now belongs to no request.
    private var isSpoiled = false
    private var hasUnsentRequest = false

    private init(
        meter: WireMeter, connections: OpenConnections, refusal: HTTPTransportError?, usesAbsoluteForm: Bool
    ) {
        self.meter = meter
        self.connections = connections
        self.refusal = refusal
        self.usesAbsoluteForm = usesAbsoluteForm
    }

    /// Installs the guard on a new connection.
    ///
    /// - Parameter usesAbsoluteForm: The peer is a proxy for plain HTTP: requests name the whole URL, by their `Host`.
    static func install(
        on channel: any NIOCore.Channel, policy: AddressPolicy?, connections: OpenConnections, usesAbsoluteForm: Bool
    ) -> EventLoopFuture<Void> {
        @Sendable func install() throws {
            let peer = channel.remoteAddress.flatMap(IPAddress.init)
            let refusal = peer.flatMap { address in
                policy?.refusal(of: address).map {
                    HTTPTransportError.addressRefused(host: channel.remoteAddress?.ipAddress ?? "", detail: $0)
                }
            }
            let pipeline = channel.pipeline.syncOperations
            let meter = WireMeter()
            let guardian = ConnectionGuard(
                meter: meter, connections: connections, refusal: refusal, usesAbsoluteForm: usesAbsoluteForm)
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            let decompressor = try pipeline.handler(type: NIOHTTPResponseDecompressor.self)
            try pipeline.addHandler(meter, position: .before(decoder))
            try pipeline.addHandler(HeadGuard(meter: meter), position: .after(decoder))
            try pipeline.addHandler(guardian, position: .after(decompressor))
            connections.opened(channel)
        }
        // At once where the client asks for it: a turn of the loop later the server's first bytes may be past.
        let isInstalled =
            channel.eventLoop.inEventLoop
            ? channel.eventLoop.makeCompletedFuture { try install() } : channel.eventLoop.submit { try install() }
        return isInstalled.flatMapError { error in
            // The client forgets a connection that could not be set up, and must not forget an open one.
            channel.close(promise: nil)
            return channel.closeFuture.flatMapThrowing { throw error }
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = Self.unwrapOutboundIn(data) else {
            if refusal == nil, !isSpoiled { context.write(data, promise: promise) }
            return
        }
        if let refusal {
            // Not at once: the client's handler is in the middle of its own write.
            let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
            context.eventLoop.execute {
                bound.value.fireErrorCaught(refusal)
                bound.value.close(promise: nil)
            }
            return
        }
        guard !isSpoiled else {
            hasUnsentRequest = true
            return
        }
        state = .waiting
        requests += 1
        expandedBytes = 0
        meter.expectAnswer()
        if usesAbsoluteForm, let host = head.headers.first(name: "Host") {
            head.uri = "http://\(host)\(head.uri)"
        }
        context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state != .failed else { return }
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            if head.status.code >= 200 { state = .receiving }
        case .body(let buffer):
            expandedBytes += buffer.readableBytes
            let isBomb =
                expandedBytes > Limits.expansionFloorBytes && expandedBytes / Limits.expansion > meter.receivedBytes
            guard !isBomb else {
                let times = Limits.expansion
                return fail(
                    context, .brokenAnswer(detail: "compressed over \(times) to 1, which no document is"))
            }
        case .end:
            // Should more follow in the same breath, no other request may go out on this connection in between.
            end = data
            meter.expectNothing()
            return
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        handOnEnd(context)
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard state != .failed else { return }
        if end != nil {
            // The answer is whole; what follows it is not part of any.
            isSpoiled = true
            handOnEnd(context)
            state = .failed
            if hasUnsentRequest { context.fireErrorCaught(StaleConnection(sentNothing: true)) }
            return context.close(promise: nil)
        }
        if let error = error as? HTTPTransportError { return fail(context, error) }
        let error = isStale ? StaleConnection() : error
        state = .failed
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if state != .failed {
            isSpoiled = true
            handOnEnd(context)
            let stale = hasUnsentRequest ? StaleConnection(sentNothing: true) : isStale ? StaleConnection() : nil
            state = .failed
            if let stale { context.fireErrorCaught(stale) }
        }
        context.fireChannelInactive()
    }

    private var isStale: Bool { state == .waiting && requests > 1 && meter.receivedBytes == 0 }

    private func handOnEnd(_ context: ChannelHandlerContext) {
        guard let end else { return }
        self.end = nil
        state = .idle
        context.fireChannelRead(end)
        guard state == .idle, connections.areTooMany else { return }
        // In a turn of its own: the client may be about to send the next request.
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.execute {
            if bound.value.0.state == .idle { bound.value.1.close(promise: nil) }
        }
    }

    private func fail(_ context: ChannelHandlerContext, _ error: HTTPTransportError) {
        state = .failed
        context.fireErrorCaught(error)
        context.close(promise: nil)
    }
}
