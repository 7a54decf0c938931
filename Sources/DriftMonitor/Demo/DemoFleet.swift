import DriftCore
import NIOConcurrencyHelpers
import NIOHTTP1

/// A cloud of three regions and a webhook receiver, on free ports of loopback, over real HTTP.
///
/// The regions publish the same schemas, each written in its own way, as real ones do: that is no drift.
final class DemoFleet: Sendable {
    static let regions = ["north-1", "south-1", "west-1"]
    static let schemas = DemoDocuments.all.keys.sorted()

    private let regions: LoopbackServer
    private let receiver: LoopbackServer
    private let upgraded: NIOLockedValueBox<Set<String>>
    private let inbox: NIOLockedValueBox<[ReceivedWebhook]>
    /// Signs what the receiver accepts; new for each fleet.
    let webhookSecret: Secret

    private init(
        regions: LoopbackServer, receiver: LoopbackServer, upgraded: NIOLockedValueBox<Set<String>>,
        inbox: NIOLockedValueBox<[ReceivedWebhook]>, webhookSecret: Secret
    ) {
        self.regions = regions
        self.receiver = receiver
        self.upgraded = upgraded
        self.inbox = inbox
        self.webhookSecret = webhookSecret
    }

    static func start() async throws -> DemoFleet {
        let upgraded = NIOLockedValueBox<Set<String>>([])
        let inbox = NIOLockedValueBox<[ReceivedWebhook]>([])
        let secret = Self.newSecret()
        let key = try SigningKey(secret)
        let regions = try await LoopbackServer.start { request in
            Self.answer(request, upgraded: upgraded.withLockedValue { $0 })
        }
        do {
            let receiver = try await LoopbackServer.start { request in
                let webhook = ReceivedWebhook(request, key: key)
                inbox.withLockedValue { $0.append(webhook) }
                return .init(status: webhook.isSigned ? .noContent : .unauthorized)
            }
            return DemoFleet(
                regions: regions, receiver: receiver, upgraded: upgraded, inbox: inbox, webhookSecret: secret)
        } catch {
            await regions.stop()
            throw error
        }
    }

    /// Where the schemas are, with `{region}` and `{schema}`.
    var urlTemplate: String { "\(regions.url)/{region}/v2/schemas/{schema}" }

    var webhookURL: String { "\(receiver.url)/drift" }

    /// What has arrived so far, in order.
    var received: [ReceivedWebhook] { inbox.withLockedValue { $0 } }

    /// From now on this region publishes the next release's schemas.
    func upgrade(_ region: String) {
        upgraded.withLockedValue { _ = $0.insert(region) }
    }

    func stop() async {
        await regions.stop()
        await receiver.stop()
    }

    private static func answer(_ request: LoopbackServer.Request, upgraded: Set<String>) -> LoopbackServer.Response {
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
        guard request.method == "GET", parts.count == 4, parts[1] == "v2", parts[2] == "schemas",
            let index = Self.regions.firstIndex(of: parts[0]), let document = DemoDocuments.all[parts[3]]
        else { return .init(status: .notFound) }
        let text = upgraded.contains(parts[0]) ? DemoDocuments.upgraded(document) : document
        let written = [text, text.replacing("\n", with: ""), text.replacing("/", with: "\\/")][index]
        return .init(status: .ok, contentType: "application/json; charset=UTF-8", body: Array(written.utf8))
    }

    /// `whsec_` and base64 of 24 random bytes.
    private static func newSecret() -> Secret {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        // Each four letters stand for three bytes, so random letters are random bytes.
        let letters = (0..<32).map { _ in alphabet[Int.random(in: 0..<64)] }
        return Secret("whsec_" + String(decoding: letters, as: UTF8.self))
    }
}

/// A webhook as it came in.
struct ReceivedWebhook: Sendable {
    let id: String
    let contentType: String
    let body: [UInt8]
    /// The signature is right for this id, this time and this body.
    let isSigned: Bool

    init(_ request: LoopbackServer.Request, key: SigningKey) {
        let id = request.headers.first(name: "webhook-id") ?? ""
        let signatures = request.headers.first(name: "webhook-signature")?.split(separator: " ").map(String.init) ?? []
        let timestamp = request.headers.first(name: "webhook-timestamp").flatMap { Int64($0) }
        self.id = id
        contentType = request.headers.first(name: "Content-Type") ?? ""
        body = request.body
        isSigned =
            timestamp.map { signatures.contains(key.signature(id: id, timestamp: $0, body: request.body)) } ?? false
    }
}
