import DriftCore
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import NIOSSL

/// Looks at a certificate that was refused, to tell a person why: the handshake's own error only says that it was.
///
/// It costs a second connection, which ends inside of the handshake: nothing is ever sent over it.
struct CertificateProbe {
    let group: any EventLoopGroup
    let now: Timestamp
    let timeout: Duration

    /// One clause; nil when the server does not show its certificate again.
    func reason(host: String, port: Int, tls: TLSConfiguration) async -> String? {
        let seen = NIOLockedValueBox<[NIOSSLCertificate]>([])
        let isName = IPAddress(host) == nil
        guard let context = try? NIOSSLContext(configuration: tls) else { return nil }
        let bootstrap = ClientBootstrap(group: group)
            .connectTimeout(TimeAmount(timeout))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(
                        context: context, serverHostname: isName ? host : nil,
                        customVerificationCallback: { certificates, promise in
                            seen.withLockedValue { $0 = certificates }
                            promise.succeed(.failed)
                        })
                    try channel.pipeline.syncOperations.addHandler(handler)
                    try channel.pipeline.syncOperations.addHandler(Hangup())
                }
            }
        guard let channel = try? await bootstrap.connect(host: host, port: port).get() else { return nil }
        let limit = channel.eventLoop.scheduleTask(in: TimeAmount(timeout)) { channel.close(promise: nil) }
        try? await channel.closeFuture.get()
        limit.cancel()
        return seen.withLockedValue { $0 }.first.map(clause)
    }

    private func clause(for certificate: NIOSSLCertificate) -> String {
        guard let bytes = try? certificate.toDERBytes(), let dates = CertificateDates(der: bytes) else {
            return "the server's certificate has no dates that can be read"
        }
        func day(_ time: Timestamp) -> String { String(time.description.prefix(10)) }
        if dates.end < now { return "the server's certificate expired on \(day(dates.end))" }
        if dates.start > now {
            return "the server's certificate is not valid before \(day(dates.start)); is the clock here right?"
        }
        return "the server's certificate is signed by an authority that is not trusted here; "
            + "name that authority's certificate, or check that this is the right server"
    }

    /// The handshake fails by design; that error is no news.
    private final class Hangup: ChannelInboundHandler {
        typealias InboundIn = Never

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
