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

    /// Every access to what varies holds the shelf's lock.
    private final class Shelved: @unchecked Sendable {
        let client: HTTPClient
        var running = 0
        var lastUse = 0
        var isOff = false

        init(_ client: HTTPClient) { self.client = client }
    }

    private struct State {
        var clients: [Key: Shelved] = [:]
        /// Off the shelf, but something still runs on them.
        var leaving: [Shelved] = []
        var uses = 0
        var isShutDown = false

        mutating func use(_ shelved: Shelved) -> Shelved {
            uses += 1
            shelved.running += 1
            shelved.lastUse = uses
            return shelved
        }

        /// - Returns: the client, when nothing runs on it and it can be ended at once.
        mutating func takeOff(_ key: Key) -> HTTPClient? {
            guard let shelved = clients.removeValue(forKey: key) else { return nil }
            guard shelved.running > 0 else { return shelved.client }
            shelved.isOff = true
            leaving.append(shelved)
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
        let shelved = try take(key) ?? put(try make(), key)
        defer { giveBack(shelved) }
        return try await body(shelved.client)
    }

    /// Ends all, with what runs on them. Nothing can be taken afterwards.
    func shutDown() async {
        let all = state.withLockedValue { state in
            defer { state = State(isShutDown: true) }
            return Array(state.clients.values) + state.leaving
        }
        // It throws when it was shut down before, which only we do, and once.
        for shelved in all { try? await shelved.client.shutdown() }
    }

    private func take(_ key: Key) throws -> Shelved? {
        try state.withLockedValue { state in
            guard !state.isShutDown else { throw HTTPTransportError.cancelled }
            return state.clients[key].map { state.use($0) }
        }
    }

    /// Of two that were made at once, one is kept.
    private func put(_ client: HTTPClient, _ key: Key) throws -> Shelved {
        let (kept, ended) = state.withLockedValue { state -> (Shelved?, [HTTPClient]) in
            guard !state.isShutDown else { return (nil, [client]) }
            if let other = state.clients[key] { return (state.use(other), [client]) }
            let shelved = state.use(Shelved(client))
            state.clients[key] = shelved
            var ended = state.clients.keys.filter(key.isRenewal).compactMap { state.takeOff($0) }
            if state.clients.count > Self.limit {
                let oldest = state.clients.min { $0.value.lastUse < $1.value.lastUse }?.key
                if let oldest, let client = state.takeOff(oldest) { ended.append(client) }
            }
            return (shelved, ended)
        }
        Self.end(ended)
        guard let kept else { throw HTTPTransportError.cancelled }
        return kept
    }

    private func giveBack(_ shelved: Shelved) {
        let isOver = state.withLockedValue { state in
            shelved.running -= 1
            guard shelved.isOff, shelved.running == 0, let index = state.leaving.firstIndex(where: { $0 === shelved })
            else { return false }
            state.leaving.remove(at: index)
            return true
        }
        if isOver { Self.end([shelved.client]) }
    }

    /// Nothing runs on them, so this closes connections that nobody will use and waits for nothing.
    private static func end(_ clients: [HTTPClient]) {
        for client in clients { client.shutdown { _ in } }
    }
}
