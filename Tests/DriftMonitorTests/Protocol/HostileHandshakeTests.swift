import DriftCore
import Foundation
import NIOCore
import NIOSSL
import Testing

@testable import DriftMonitor

/// What a server can do wrong with TLS is one request's failure, with a sentence.
@Suite(.timeLimit(.minutes(5))) struct HostileHandshakeTests {
    /// What is sent in answer to the first bytes of a handshake.
    private static let handshakes: [(String, @Sendable (inout Dice) -> [UInt8])] = [
        ("plain text", { dice in Array(HostileAnswer.answer("HTTP/1.1 \(dice.number(100...999)) x").utf8) }),
        (
            "an alert",
            { dice in [21, 3, UInt8(dice.number(0...4)), 0, 2, UInt8(dice.number(1...2)), UInt8(dice.number(0...120))] }
        ),
        ("nothing", { _ in [] }),
        ("noise", { dice in dice.bytes(dice.number(1...3000)) }),
        (
            "a record of noise",
            { dice in
                let noise = dice.bytes(dice.number(1...2000))
                return [22, 3, 3, UInt8(noise.count >> 8), UInt8(noise.count & 255)] + noise
            }
        ),
        (
            "a record too long",
            { dice in [22, 3, UInt8(dice.number(1...4)), 255, UInt8(dice.number(0...255))] + dice.bytes(70_000) }
        ),
        (
            "an empty record, many times",
            { dice in (0..<dice.number(1...2000)).flatMap { _ in [22, 3, 3, 0, 0] as [UInt8] } }
        ),
        (
            "a message cut off",
            { dice in
                [22, 3, 3, 0, 50, 2, 0, UInt8(dice.number(0...255)), UInt8(dice.number(0...255))] + dice.bytes(30)
            }
        ),
        ("application data first", { dice in [23, 3, 3, 0, 20] + dice.bytes(20) }),
        (
            "a change of cipher first",
            { dice in [20, 3, 3, 0, 1, UInt8(dice.number(0...2))] + dice.bytes(dice.number(0...50)) }
        ),
        ("a hello of version 2", { dice in [0x80, 0x2E, 4, 0, 2] + dice.bytes(44) }),
        (
            "a server's hello of noise",
            { dice in
                var body: [UInt8] = [3, 3] + dice.bytes(32)
                body.append(UInt8(dice.number(0...33)))
                body += dice.bytes(dice.number(0...90))
                return [22, 3, 3, 0, UInt8(body.count + 4), 2, 0, 0, UInt8(body.count)] + body
            }
        ),
    ]

    @Test(arguments: 0..<12) func `a handshake that is none fails`(index: Int) async throws {
        let (name, make) = Self.handshakes[index]
        let variant = FakeService.Locked(0)
        try await ScriptedServer.with(
            prepare: { channel in
                let number = variant.with {
                    $0 += 1
                    return $0
                }
                var dice = Dice(name: name, variant: number)
                try channel.pipeline.syncOperations.addHandler(Answering(bytes: make(&dice), closes: number % 3 != 0))
            }, script: { _ in [] }
        ) { server in
            let transport = HTTPClientTransport()
            for _ in 0..<20 {
                let request = HTTPRequest(
                    url: "https://127.0.0.1:\(server.port)/", limits: HTTPLimits(totalTime: .milliseconds(300)),
                    tls: TLSSettings(verifies: variant.with { $0 } % 2 == 0))
                var failure: HTTPTransportError?
                do throws(HTTPTransportError) { _ = try await transport.send(request) } catch { failure = error }
                #expect(failure != nil, "\(name)")
                #expect((failure?.description.count ?? 0) > 10)
            }
            await transport.shutDown()
        }
    }

    @Test(arguments: [
        "xx0101000000Z", "200101000000+", "209901000000Z", "2001010000000",
        "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}",
    ])
    func `a certificate's dates may be none`(date: String) throws {
        let certificate = try #require(try NIOSSLCertificate.fromPEMBytes(Array(TestCertificates.expired.utf8)).first)
        var bytes = try certificate.toDERBytes()
        #expect(CertificateDates(der: bytes) != nil)
        // The first UTCTime of the certificate is when its validity begins.
        let place = try #require(bytes.indices.first { bytes[$0...].starts(with: [0x17, 13]) })
        bytes.replaceSubrange(place + 2..<place + 15, with: Array(date.utf8))
        #expect(CertificateDates(der: bytes) == nil)
    }

    @Test func `a certificate's dates are read`() throws {
        for (pem, start, end) in [
            (TestCertificates.expired, "2019-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),
            (TestCertificates.server, "2020-01-01T00:00:00Z", "2120-01-01T00:00:00Z"),
        ] {
            let bytes = try #require(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)).first).toDERBytes()
            let dates = try #require(CertificateDates(der: bytes))
            #expect(dates.start == Timestamp(rfc3339: start) && dates.end == Timestamp(rfc3339: end))
            for length in 0..<bytes.count { _ = CertificateDates(der: Array(bytes.prefix(length))) }
        }
    }
}

/// Answers the first bytes, and closes or waits.
private final class Answering: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let bytes: [UInt8]
    private let closes: Bool
    private var hasAnswered = false

    init(bytes: [UInt8], closes: Bool) {
        self.bytes = bytes
        self.closes = closes
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasAnswered else { return }
        hasAnswered = true
        context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        if closes { context.close(promise: nil) }
    }
}
