import AsyncHTTPClient
import DriftCore
import NIOConcurrencyHelpers
import NIOCore

/// The clients of a transport: one for each set of settings that connections cannot differ in, made when first needed.
///
/// A client whose files were renewed meanwhile, or that has not been used while many others were, is ended as soon as nothing runs
/// on it: settings come from the configuration, but files change as often as somebody writes them.
final class ClientShelf: Sendable {
    /// What a client and its connections cannot differ in.
    struct Key: Hashable {
        var tls: TLSSettings
        /// When the files of the TLS settings were last written.
        var tlsTimes: [Timestamp]
        var route: HTTPClientTransport.Route
        var expandedLimit: Int
        var idleTime: Duration
        var isFresh: Bool

        /// Whether the other is the same but for files that were read at another time.
        func isRenewal(of other: Key) -> Bool {
            var same = other
            same.tlsTimes = tlsTimes
            return same == self && other != self
        }
    }

    private struct Shelved {
        let client: HTTPClient
        var running = 0
        var lastUse: Int
    }

    private struct State {
        var clients: [Key: Shelved] = [:]
        /// Off the shelf, but something still runs on them.
        var leaving: [ObjectIdentifier: Shelved] = [:]
        var uses = 0
        var isShutDown = false

        /// - Returns: the client, when nothing runs on it and it can be ended at once.
        mutating func takeOff(_ key: Key) -> HTTPClient? {
            guard let shelved = clients.removeValue(forKey: key) else { return nil }
            guard shelved.running > 0 else { return shelved.client }
            leaving[ObjectIdentifier(shelved.client)] = shelved
            return nil
        }
    }

    /// Each client has a small pool of its own; more kinds of settings than this are never in use at once.
    static let limit = 32

    private let state = NIOLockedValueBox(State())

    /// Clients that are not ended, for tests.
    var count: Int { state.withLockedValue { $0.clients.count + $0.leaving.count } }

    /// Runs a body with the client of these settings.
    ///
    /// - Parameter make: Makes it, where there is none; outside the lock, because files are read for it.
    func with<Result>(
        _ key: Key, make: () throws -> HTTPClient, _ body: (HTTPClient) async throws -> Result
    ) async throws -> Result {
        let client = try take(key) ?? put(try make(), key)
        defer { giveBack(client, key) }
        return try await body(client)
    }

    /// Ends all, with what runs on them. Nothing can be taken afterwards.
    func shutDown() async {
        let clients = state.withLockedValue { state in
            defer { state = State(isShutDown: true) }
            return Array(state.clients.values) + state.leaving.values
        }
        // It throws when it was shut down before, which only we do, and once.
        for shelved in clients { try? await shelved.client.shutdown() }
    }

    private func take(_ key: Key) throws -> HTTPClient? {
        try state.withLockedValue { state in
            guard !state.isShutDown else { throw HTTPTransportError.cancelled }
            guard state.clients[key] != nil else { return nil }
            state.uses += 1
            state.clients[key]?.running += 1
            state.clients[key]?.lastUse = state.uses
            return state.clients[key]?.client
        }
    }

    /// Of two that were made at once, one is kept.
    private func put(_ client: HTTPClient, _ key: Key) throws -> HTTPClient {
        let (kept, ended, isOver) = state.withLockedValue { state -> (HTTPClient, [HTTPClient], Bool) in
            guard !state.isShutDown else { return (client, [client], true) }
            state.uses += 1
            if state.clients[key] != nil {
                state.clients[key]?.running += 1
                state.clients[key]?.lastUse = state.uses
                return (state.clients[key]?.client ?? client, [client], false)
            }
            state.clients[key] = Shelved(client: client, running: 1, lastUse: state.uses)
            var ended = state.clients.keys.filter(key.isRenewal).compactMap { state.takeOff($0) }
            if state.clients.count > Self.limit {
                let oldest = state.clients.min { $0.value.lastUse < $1.value.lastUse }?.key
                if let oldest, let client = state.takeOff(oldest) { ended.append(client) }
            }
            return (client, ended, false)
        }
        Self.end(ended)
        if isOver { throw HTTPTransportError.cancelled }
        return kept
    }

    private func giveBack(_ client: HTTPClient, _ key: Key) {
        let ended = state.withLockedValue { state -> HTTPClient? in
            if state.clients[key]?.client === client {
                state.clients[key]?.running -= 1
                return nil
            }
            let id = ObjectIdentifier(client)
            state.leaving[id]?.running -= 1
            return state.leaving[id]?.running == 0 ? state.leaving.removeValue(forKey: id)?.client : nil
        }
        if let ended { Self.end([ended]) }
    }

    /// Nothing runs on them, so this closes connections that nobody will use and waits for nothing.
    private static func end(_ clients: [HTTPClient]) {
        for client in clients { client.shutdown { _ in } }
    }
}
