import DriftCore
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// Watches one connection of the client for what the client itself does not: whom it is connected to, how large heads are, how far
/// bodies expand, and whether a kept connection was closed by the server before a request reached it.
///
/// It stands between the client's own handler and the decompressor, with a `WireMeter` in front of the decoder.
final class ConnectionGuard: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = HTTPClientRequestPart

    /// A kept connection that turned out to be closed: nothing of an answer came, so a GET may be sent once more.
    struct StaleConnection: Error {}

    enum Limits {
        static let headBytes = 64 << 10
        static let informationalAnswers = 8
        /// Real schemas compress 5 to 30 times; only what is large as well is refused.
        static let expansion = 100
        static let expansionFloorBytes = 1 << 20
    }

    private enum State { case idle, waiting, receiving, failed }

    private let meter: WireMeter
    private let refusal: HTTPTransportError?
    private let usesAbsoluteForm: Bool
    private var state = State.idle
    private var requests = 0
    private var informational = 0
    private var expandedBytes = 0

    private init(meter: WireMeter, refusal: HTTPTransportError?, usesAbsoluteForm: Bool) {
        self.meter = meter
        self.refusal = refusal
        self.usesAbsoluteForm = usesAbsoluteForm
    }

    /// Installs the guard on a new connection.
    ///
    /// - Parameter usesAbsoluteForm: The peer is a proxy for plain HTTP: requests name the whole URL, by their `Host`.
    static func install(
        on channel: any NIOCore.Channel, policy: AddressPolicy?, usesAbsoluteForm: Bool
    ) -> EventLoopFuture<Void> {
        channel.eventLoop.submit {
            let peer = channel.remoteAddress.flatMap(IPAddress.init)
            let refusal = peer.flatMap { address in
                policy?.refusal(of: address).map {
                    HTTPTransportError.addressRefused(host: channel.remoteAddress?.ipAddress ?? "", detail: $0)
                }
            }
            let pipeline = channel.pipeline.syncOperations
            let meter = WireMeter()
            let guardian = ConnectionGuard(meter: meter, refusal: refusal, usesAbsoluteForm: usesAbsoluteForm)
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
            let decompressor = try pipeline.handler(type: NIOHTTPResponseDecompressor.self)
            try pipeline.addHandler(meter, position: .before(decoder))
            try pipeline.addHandler(guardian, position: .after(decompressor))
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .head(var head) = Self.unwrapOutboundIn(data) else {
            if refusal == nil { context.write(data, promise: promise) }
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
        state = .waiting
        requests += 1
        informational = 0
        expandedBytes = 0
        meter.expectAnswer()
        if usesAbsoluteForm, let host = head.headers.first(name: "Host") {
            head.uri = "http://\(host)\(head.uri)"
        }
        context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state != .failed else { return }
        meter.decoderGaveSomething()
        switch Self.unwrapInboundIn(data) {
        case .head(let head) where (100..<200).contains(head.status.code):
            informational += 1
            guard informational <= Limits.informationalAnswers else {
                return fail(context, .brokenAnswer(detail: "the server sends interim answers (1xx) without end"))
            }
        case .head(let head):
            state = .receiving
            let bytes = head.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
            guard bytes <= Limits.headBytes else { return fail(context, .headersTooLarge) }
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
            state = .idle
            meter.expectNothing()
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard state != .failed else { return }
        if let error = error as? HTTPTransportError { return fail(context, error) }
        context.fireErrorCaught(isStale ? StaleConnection() : error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isStale {
            state = .failed
            context.fireErrorCaught(StaleConnection())
        }
        context.fireChannelInactive()
    }

    private var isStale: Bool { state == .waiting && requests > 1 && meter.receivedBytes == 0 }

    private func fail(_ context: ChannelHandlerContext, _ error: HTTPTransportError) {
        state = .failed
        context.fireErrorCaught(error)
        context.close(promise: nil)
    }
}

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
        guard silentBytes <= ConnectionGuard.Limits.headBytes else {
            context.fireErrorCaught(HTTPTransportError.headersTooLarge)
            return
        }
        let bytes = Self.unwrapInboundIn(data).readableBytes
        receivedBytes += bytes
        silentBytes += bytes
        context.fireChannelRead(data)
    }
}
