import DriftCore
import NIOCore
import NIOHTTP1

/// Looks at the head of each answer before anything else of the client does, and lets through only what the others can take.
///
/// The client takes any status below 200 for an interim answer and ends the process when a body follows it; the decompressor keeps the
/// encoding of an interim answer for the answer after it, and passes on what it cannot expand. So interim answers go on without their
/// fields, and an answer that is none of HTTP ends here, as that one request's failure. It stands right behind the decoder.
final class HeadGuard: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias InboundOut = HTTPClientResponsePart

    enum Limits {
        static let headBytes = 64 << 10
        static let interimAnswers = 8
    }

    private let meter: WireMeter
    private var interim = 0
    private var skipsBody = false
    private var hasFailed = false

    init(meter: WireMeter) {
        self.meter = meter
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasFailed else { return }
        meter.decoderGaveSomething()
        switch Self.unwrapInboundIn(data) {
        case .head(let head):
            do throws(HTTPTransportError) {
                context.fireChannelRead(Self.wrapInboundOut(.head(try passed(head))))
            } catch {
                hasFailed = true
                context.fireErrorCaught(error)
            }
        case .body:
            if !skipsBody { context.fireChannelRead(data) }
        case .end:
            interim = 0
            context.fireChannelRead(data)
        }
    }

    /// The head as the others may see it.
    private func passed(_ head: HTTPResponseHead) throws(HTTPTransportError) -> HTTPResponseHead {
        switch head.status.code {
        case ..<100:
            throw .brokenAnswer(detail: "its status is \(head.status.code), and HTTP has none below 100")
        case 101:
            throw .brokenAnswer(detail: "it changes to another protocol (101), which was not asked for")
        case 100..<200:
            interim += 1
            guard interim <= Limits.interimAnswers else {
                throw .brokenAnswer(detail: "the server sends interim answers (1xx) without end")
            }
            return HTTPResponseHead(version: .http1_1, status: head.status)
        default: break
        }
        let bytes = head.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        guard bytes <= Limits.headBytes else { throw .headersTooLarge }
        return try decoded(head)
    }

    /// With an encoding that the decompressor knows, by the name that it knows.
    private func decoded(_ head: HTTPResponseHead) throws(HTTPTransportError) -> HTTPResponseHead {
        let transfer = Self.codings("Transfer-Encoding", of: head).filter { $0 != "chunked" && $0 != "identity" }
        let content = Self.codings("Content-Encoding", of: head).filter { $0 != "identity" }
        var head = head
        head.headers.remove(name: "Content-Encoding")
        skipsBody = false
        if transfer.isEmpty, content.count <= 1, let coding = Self.known(content.first) {
            if let name = coding.name { head.headers.add(name: "Content-Encoding", value: name) }
            return head
        }
        // Of an answer that is no success the status says enough.
        guard (200..<300).contains(head.status.code) else {
            skipsBody = true
            return head
        }
        // By no name that the server made up: it may be one of ours.
        let name = (transfer + content).first { ["br", "zstd", "compress", "gzip", "deflate"].contains($0) }
        let isTwice = transfer.count + content.count > 1
        throw .brokenAnswer(
            detail: isTwice
                ? "it is encoded more than once, which was not asked for"
                : "it is encoded \(name.map { "as '\($0)'" } ?? "in an unknown way"), which was not asked for")
    }

    private struct Coding { let name: String? }

    private static func known(_ coding: String?) -> Coding? {
        switch coding {
        case nil: Coding(name: nil)
        case "gzip", "x-gzip": Coding(name: "gzip")
        case "deflate": Coding(name: "deflate")
        default: nil
        }
    }

    private static func codings(_ name: String, of head: HTTPResponseHead) -> [String] {
        head.headers[canonicalForm: name].map { $0.lowercased() }.filter { !$0.isEmpty }
    }
}
