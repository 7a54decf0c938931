import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#endif

/// A loopback server that answers with exactly the bytes it is told, however wrong they are, and remembers what it was sent.
final class ScriptedServer: Sendable {
    /// What is done on a connection after a request has come in, in order.
    enum Step: Sendable {
        case send(String)
        case bytes([UInt8])
        /// One byte of the text at a time.
        case drip(String, every: Duration)
        case close
        case reset
        /// Says nothing more and keeps the connection.
        case hang
        /// As `bytes` again and again, until the other side is gone or so many were sent.
        case flood([UInt8], times: Int)
    }

    struct Request: Sendable {
        let connection: Int
        let head: String
        let body: String

        var line: String { String(head.prefix { $0 != "\r\n" }) }
        func header(_ name: String) -> String? {
            for line in head.split(separator: "\r\n").dropFirst() {
                let parts = line.split(separator: ":", maxSplits: 1)
                if parts.count == 2, parts[0].lowercased() == name.lowercased() {
                    return String(parts[1].drop { $0 == " " })
                }
            }
            return nil
        }
    }

    struct Log: Sendable {
        var connections = 0
        var requests: [Request] = []
    }

    typealias Script = @Sendable (Request) -> [Step]

    private let channel: any Channel
    private let log: NIOLockedValueBox<Log>

    var port: Int { channel.localAddress?.port ?? 0 }
    var url: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { log.withLockedValue { $0.requests } }
    var connections: Int { log.withLockedValue { $0.connections } }

    private init(channel: any Channel, group: MultiThreadedEventLoopGroup, log: NIOLockedValueBox<Log>) {
        self.channel = channel
        self.log = log
        self.group = group
    }

    private let group: MultiThreadedEventLoopGroup

    /// - Parameter prepare: Handlers in front of the script, such as TLS.
    static func start(
        prepare: @escaping @Sendable (any Channel) throws -> Void = { _ in }, script: @escaping Script
    ) async throws -> ScriptedServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let log = NIOLockedValueBox(Log())
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 512)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try prepare(channel)
                    let number = log.withLockedValue {
                        $0.connections += 1
                        return $0.connections
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        Player(connection: number, log: log, script: script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedServer(channel: channel, group: group, log: log)
    }

    func stop() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }

    /// Starts a server, runs the body with it, and stops it.
    static func with(
        prepare: @escaping @Sendable (any Channel) throws -> Void = { _ in }, script: @escaping Script,
        _ body: (ScriptedServer) async throws -> Void
    ) async throws {
        let server = try await start(prepare: prepare, script: script)
        do {
            try await body(server)
        } catch {
            try? await server.stop()
            throw error
        }
        try await server.stop()
    }

    static func ok(_ body: String, headers: String = "") -> [Step] {
        [.send("HTTP/1.1 200 OK\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")]
    }
}

/// Plays the script on one connection, one request after the other.
private final class Player: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let connection: Int
    private let log: NIOLockedValueBox<ScriptedServer.Log>
    private let script: ScriptedServer.Script
    private var received: [UInt8] = []

    init(connection: Int, log: NIOLockedValueBox<ScriptedServer.Log>, script: @escaping ScriptedServer.Script) {
        self.connection = connection
        self.log = log
        self.script = script
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += Self.unwrapInboundIn(data).readableBytesView
        while let request = takeRequest() {
            log.withLockedValue { $0.requests.append(request) }
            play(script(request)[...], context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func takeRequest() -> ScriptedServer.Request? {
        let text = String(decoding: received, as: UTF8.self)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let head = String(text[..<end.lowerBound])
        let partial = ScriptedServer.Request(connection: connection, head: head, body: "")
        let length = partial.header("Content-Length").flatMap { Int($0) } ?? 0
        let bodyStart = head.utf8.count + 4
        guard received.count >= bodyStart + length else { return nil }
        let body = String(decoding: received[bodyStart..<bodyStart + length], as: UTF8.self)
        received.removeFirst(bodyStart + length)
        return ScriptedServer.Request(connection: connection, head: head, body: body)
    }

    private func play(_ steps: ArraySlice<ScriptedServer.Step>, context: ChannelHandlerContext) {
        guard let step = steps.first, context.channel.isActive else { return }
        let rest = steps.dropFirst()
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        switch step {
        case .send(let text): send(Array(text.utf8), then: rest, context: context)
        case .bytes(let bytes): send(bytes, then: rest, context: context)
        case .drip(let text, let interval):
            guard let first = text.utf8.first else { return play(rest, context: context) }
            context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: [first])), promise: nil)
            let later: [ScriptedServer.Step] =
                [.drip(String(decoding: text.utf8.dropFirst(), as: UTF8.self), every: interval)] + rest
            context.eventLoop.scheduleTask(in: TimeAmount(interval)) {
                bound.value.0.play(later[...], context: bound.value.1)
            }
        case .close: context.close(promise: nil)
        case .reset:
            // With no time to linger, closing sends RST.
            let options = context.channel as? any SocketOptionProvider
            _ = options?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
            context.close(promise: nil)
        case .hang: break
        case .flood(let bytes, let times):
            guard times > 0 else { return play(rest, context: context) }
            let later: [ScriptedServer.Step] = [.flood(bytes, times: times - 1)] + rest
            send(bytes, then: later[...], context: context)
        }
    }

    private func send(_ bytes: [UInt8], then rest: ArraySlice<ScriptedServer.Step>, context: ChannelHandlerContext) {
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: bytes))).whenSuccess {
            // Not at once: where the socket takes everything, each step would stand on the one before it until the stack ends.
            bound.eventLoop.execute { bound.value.0.play(rest, context: bound.value.1) }
        }
    }
}
