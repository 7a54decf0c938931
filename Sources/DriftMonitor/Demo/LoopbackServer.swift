import NIOCore
import NIOHTTP1
import NIOPosix

/// A small HTTP/1.1 server on a free port of loopback, for the demonstration.
final class LoopbackServer: Sendable {
    struct Request: Sendable {
        var method: String
        var path: String
        var headers: HTTPHeaders
        var body: [UInt8]
    }

    struct Response: Sendable {
        var status: HTTPResponseStatus
        var contentType: String?
        var body: [UInt8] = []
    }

    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel

    var url: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    private init(group: MultiThreadedEventLoopGroup, channel: any Channel) {
        self.group = group
        self.channel = channel
    }

    static func start(_ answer: @escaping @Sendable (Request) -> Response) async throws -> LoopbackServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        do {
            let channel = try await ServerBootstrap(group: group)
                .childChannelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                        try channel.pipeline.syncOperations.addHandler(Answerer(answer: answer))
                    }
                }
                .bind(host: "127.0.0.1", port: 0).get()
            return LoopbackServer(group: group, channel: channel)
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    func stop() async {
        try? await channel.close()
        try? await group.shutdownGracefully()
    }
}

/// Answers the requests of one connection, one after the other.
private final class Answerer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private static let bodyLimit = 1 << 20

    private let answer: @Sendable (LoopbackServer.Request) -> LoopbackServer.Response
    private var request: LoopbackServer.Request?
    private var keepsConnection = true

    init(answer: @escaping @Sendable (LoopbackServer.Request) -> LoopbackServer.Response) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            request = .init(method: head.method.rawValue, path: head.uri, headers: head.headers, body: [])
            keepsConnection = head.isKeepAlive
        case .body(let buffer):
            request?.body.append(contentsOf: buffer.readableBytesView)
            if request?.body.count ?? 0 > Self.bodyLimit { context.close(promise: nil) }
        case .end:
            guard let request else { return }
            self.request = nil
            send(answer(request), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func send(_ response: LoopbackServer.Response, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders()
        headers.add(name: "Content-Length", value: "\(response.body.count)")
        if let type = response.contentType { headers.add(name: "Content-Type", value: type) }
        if !keepsConnection { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(version: .http1_1, status: response.status, headers: headers)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: response.body)))), promise: nil)
        let closes = !keepsConnection
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil))).whenComplete { _ in
            if closes { bound.value.close(promise: nil) }
        }
    }
}
