import DriftCore
import Foundation

/// Documents at several paths and receivers of webhooks on one loopback server, steered by the test.
final class FakeFleet: Sendable {
    private let server: ScriptedServer
    private let state: FakeService.Locked<State>

    struct State: Sendable {
        /// By path; any other path is 404.
        var documents: [String: Document] = [:]
        /// The status that each receiver answers with, by path; 200 for any other.
        var receivers: [String: Int] = [:]
        var messages: [Received] = []
        var requests = 0
        /// Called with the number of each request, 1 for the first, before it is answered.
        var onRequest: (@Sendable (Int) -> Void)?
    }

    enum Document: Sendable, Hashable {
        case text(String)
        case status(Int)
    }

    /// A message as it came, whatever it was answered.
    struct Received: Sendable, Hashable {
        let receiver: String
        let status: Int
        let id: String
        let body: String
    }

    init() async throws {
        let state = FakeService.Locked(State())
        self.state = state
        server = try await ScriptedServer.start { request in
            let (number, act) = state.with { state in
                state.requests += 1
                return (state.requests, state.onRequest)
            }
            act?(number)
            let words = request.line.split(separator: " ")
            let path = words.count > 1 ? String(words[1]) : ""
            if request.line.hasPrefix("POST") {
                let status = state.with { state in
                    let status = state.receivers[path] ?? 200
                    state.messages.append(
                        Received(
                            receiver: path, status: status, id: request.header("webhook-id") ?? "", body: request.body))
                    return status
                }
                return [.send("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\n\r\n")]
            }
            return switch state.with({ $0.documents[path] ?? .status(404) }) {
            case .text(let text): ScriptedServer.ok(text)
            case .status(let status): [.send("HTTP/1.1 \(status) X\r\nContent-Length: 0\r\n\r\n")]
            }
        }
    }

    var url: String { server.url }
    var messages: [Received] { state.with { $0.messages } }
    var requests: Int { state.with { $0.requests } }

    func set(_ change: (inout State) -> Void) { state.with(change) }
    func stop() async throws { try await server.stop() }
}

/// What a message says, as far as the books need it.
struct Told: Hashable, CustomStringConvertible {
    let kind: String
    let target: String

    var description: String { "\(kind) \(target)" }

    /// A drift that reaches one more target is told as an update; for that target it is the same.
    static func pairs(in body: String) throws -> [Told] {
        let event = try JSONValue(parsing: body)
        let type = event["type"]?.string ?? ""
        let kind = type == "io.driftmonitor.drift.updated" ? "drift.detected" : String(type.dropFirst(16))
        return event["data"]?["targets"]?.array?.compactMap { $0["target"]?.string }
            .map { Told(kind: kind, target: $0) } ?? []
    }
}
