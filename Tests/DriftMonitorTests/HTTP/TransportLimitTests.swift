import DriftCore
import Testing

@testable import DriftMonitor

/// What a hostile or broken server can cost.
@Suite(.timeLimit(.minutes(10))) struct TransportLimitTests {
    private func failure(
        _ steps: [ScriptedServer.Step], limits: HTTPLimits = HTTPLimits()
    ) async throws -> HTTPTransportError? {
        var failure: HTTPTransportError?
        try await ScriptedServer.with(script: { _ in steps }) { server in
            let transport = HTTPClientTransport()
            do {
                _ = try await transport.send(HTTPRequest(url: server.url, limits: limits))
            } catch {
                failure = error as? HTTPTransportError
            }
            await transport.shutDown()
        }
        return failure
    }

    @Test(
        arguments: [
            [.hang],
            [.drip("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", every: .milliseconds(30))],
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"), .drip("{}", every: .milliseconds(120)), .hang],
        ] as [[ScriptedServer.Step]])
    func `one deadline covers head and body`(steps: [ScriptedServer.Step]) async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let limits = HTTPLimits(totalTime: .milliseconds(300))
        #expect(try await failure(steps, limits: limits) == .timedOut(limit: .milliseconds(300)))
        #expect(start.duration(to: clock.now) >= .milliseconds(300))
    }

    @Test(
        arguments: [[.hang], [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"), .hang]]
            as [[ScriptedServer.Step]])
    func `a server that falls silent is left before the deadline`(steps: [ScriptedServer.Step]) async throws {
        let limits = HTTPLimits(totalTime: .seconds(50), idleTime: .milliseconds(200))
        #expect(try await failure(steps, limits: limits) == .silent(limit: .milliseconds(200)))
    }

    @Test func `a body over the limit is refused, declared or not`() async throws {
        let limits = HTTPLimits(bodyBytes: 10)
        let declared: [ScriptedServer.Step] = [.send("HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n"), .hang]
        let undeclared: [ScriptedServer.Step] = [.send("HTTP/1.1 200 OK\r\n\r\n01234567890"), .hang]
        #expect(try await failure(declared, limits: limits) == .bodyTooLarge(limit: 10))
        #expect(try await failure(undeclared, limits: limits) == .bodyTooLarge(limit: 10))
        #expect(try await failure(ScriptedServer.ok("0123456789"), limits: limits) == nil)
    }

    @Test func `an endless body ends at the limit`() async throws {
        let chunk = [UInt8](repeating: 0x20, count: 1 << 16)
        let steps: [ScriptedServer.Step] = [.send("HTTP/1.1 200 OK\r\n\r\n"), .flood(chunk, times: 16_384)]
        #expect(try await failure(steps) == .bodyTooLarge(limit: 8 << 20))
    }

    @Test(arguments: [8 << 20, 256 << 20])
    func `a compression bomb is stopped`(expanded: Int) async throws {
        let bomb = Gzip.bomb(expandingTo: expanded)
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n"
        let error = try await failure([.send(head), .bytes(bomb)])
        #expect(error == .brokenAnswer(detail: "compressed over 100 to 1, which no document is"))
    }

    @Test func `what compresses well is still held to the limit`() async throws {
        let bomb = Gzip.bomb(expandingTo: 100_000)
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count + 1)\r\n\r\n"
        #expect(
            try await failure([.send(head), .bytes(bomb), .hang], limits: HTTPLimits(bodyBytes: 50_000))
                == .bodyTooLarge(limit: 50_000))
    }

    @Test(
        arguments: [
            [.send("HTTP/1.1 200 OK\r\nX-Flood: "), .flood([UInt8](repeating: 0x61, count: 1 << 16), times: 800)],
            [.send("HTTP/1.1 200 OK\r\nX-Flood: "), .flood([UInt8](repeating: 0x20, count: 1 << 16), times: 800)],
            [
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;"),
                .flood([UInt8](repeating: 0x61, count: 1 << 16), times: 800),
            ],
            [.send("HTTP/1.1 200 OK\r\n"), .flood(Array("X-A: aaaaaaaaaaaaaaaaaaaaaaaa\r\n".utf8), times: 100_000)],
            [
                .send("HTTP/1.1 200 OK\r\n"),
                .send(String(repeating: "X-A: \(String(repeating: "a", count: 1000))\r\n", count: 70)),
                .send("Content-Length: 0\r\n\r\n"),
            ],
            [
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"),
                .flood(Array("X-A: aaaaaaaaaaaaaaaaaaaaaaaa\r\n".utf8), times: 100_000),
            ],
        ] as [[ScriptedServer.Step]])
    func `a flood of header fields is refused`(steps: [ScriptedServer.Step]) async throws {
        #expect(try await failure(steps) == .headersTooLarge)
    }

    @Test func `cancelling ends the exchange at once`() async throws {
        try await ScriptedServer.with(script: { _ in [.hang] }) { server in
            let transport = HTTPClientTransport()
            let url = server.url
            let task = Task { try await transport.send(HTTPRequest(url: url)) }
            while server.requests.isEmpty { await Task.yield() }
            task.cancel()
            await #expect(throws: HTTPTransportError.cancelled) { try await task.value }
            await transport.shutDown()
        }
    }

    @Test func `shutting down ends what is running, and nothing starts afterwards`() async throws {
        try await ScriptedServer.with(script: { _ in [.hang] }) { server in
            let transport = HTTPClientTransport()
            let url = server.url
            let task = Task { try await transport.send(HTTPRequest(url: url)) }
            while server.requests.isEmpty { await Task.yield() }
            await transport.shutDown()
            await #expect(throws: HTTPTransportError.cancelled) { try await task.value }
            await #expect(throws: HTTPTransportError.cancelled) { try await transport.send(HTTPRequest(url: url)) }
        }
    }
}
