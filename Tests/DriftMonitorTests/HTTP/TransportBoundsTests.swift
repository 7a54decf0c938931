import DriftCore
import Foundation
import Testing

@testable import DriftMonitor

/// What a transport keeps: connections by the descriptors there are, clients by the settings in use.
@Suite(.timeLimit(.minutes(5))) struct TransportBoundsTests {
    @Test(arguments: [(48, 4), (64, 8), (128, 16), (1024, 240), (65_536, 16_368)])
    func `exchanges at once are bounded by descriptors`(descriptors: Int, places: Int) {
        let connections = OpenConnections(descriptors: descriptors)
        #expect(connections.places == places)
        // What runs has two descriptors each at the worst, and what is kept has one.
        #expect(connections.places * 2 + connections.kept <= descriptors - 32)
    }

    @Test func `who finds no place waits for one, in turn, and cancelling ends the wait`() async throws {
        let connections = OpenConnections(descriptors: 40)
        #expect(connections.places == 2)
        #expect(await connections.enter())
        #expect(await connections.enter())
        let cancelled = Task { await connections.enter() }
        cancelled.cancel()
        #expect(await cancelled.value == false)
        let third = Task { await connections.enter() }
        connections.leave()
        #expect(await third.value)
        let fourth = Task { await connections.enter() }
        connections.leave()
        connections.leave()
        #expect(await fourth.value)
    }

    @Test func `of many origins few connections are kept`() async throws {
        var servers: [ScriptedServer] = []
        for _ in 0..<40 { servers.append(try await ScriptedServer.start(script: { _ in ScriptedServer.ok("{}") })) }
        var settings = HTTPClientTransport.Settings()
        settings.descriptors = 48
        let transport = HTTPClientTransport(settings: settings)
        try await withThrowingTaskGroup { group in
            for url in servers.map(\.url) + servers.map(\.url) {
                group.addTask { _ = try await transport.send(HTTPRequest(url: url)) }
            }
            try await group.waitForAll()
        }
        #expect(transport.openConnections <= OpenConnections(descriptors: 48).kept + 1)
        await transport.shutDown()
        for server in servers { try await server.stop() }
    }

    @Test func `a program with few descriptors checks many origins rightly`() async throws {
        var servers: [ScriptedServer] = []
        for _ in 0..<60 {
            servers.append(try await ScriptedServer.start(script: { _ in ScriptedServer.ok(HostileAnswer.document) }))
        }
        let tool = try Tool()
        let urls = servers.map { "\($0.url)/v2/schemas/image" }.joined(separator: " ")
        for limit in [48, 64] {
            let store = tool.path("s\(limit).db")
            let ending = try await tool.shell(
                "ulimit -n \(limit); exec \"$0\" check --format json --store '\(store)' \(urls)")
            let report = try JSONValue(parsing: ending.output)
            let outcomes = report["targets"]?.array?.compactMap { $0["outcome"]?.string } ?? []
            #expect(
                outcomes == [String](repeating: "initial", count: 60), "\(limit): \(ending.status) \(ending.errors)")
        }
        let few = try await tool.shell("ulimit -n 40; exec \"$0\" check --store '\(tool.path("s.db"))' \(urls)")
        #expect(few.status == 2)
        #expect(few.errors.contains("only 40 file descriptors are allowed here, and 48 are needed; raise the limit"))
        for server in servers { try await server.stop() }
    }

    @Test func `a renewed file makes a new client and ends the old one`() async throws {
        let folder = try TemporaryFolder(host: .current)
        let path = "\(folder.path)/ca.pem"
        let transport = HTTPClientTransport()
        for turn in 0..<20 {
            try TestCertificates.authority.write(toFile: path, atomically: false, encoding: .utf8)
            let time = Date(timeIntervalSince1970: 1_700_000_000 + Double(turn))
            try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
            let request = HTTPRequest(url: "https://127.0.0.1:1/", tls: TLSSettings(authorityFile: path))
            await #expect(throws: HTTPTransportError.self) { try await transport.send(request) }
            #expect(transport.clients.count == 1)
        }
        for turn in 0..<100 {
            let limits = HTTPLimits(idleTime: .milliseconds(1000 + turn))
            await #expect(throws: HTTPTransportError.self) {
                try await transport.send(HTTPRequest(url: "http://127.0.0.1:1/", limits: limits))
            }
            #expect(transport.clients.count <= ClientShelf.limit)
        }
        await transport.shutDown()
        folder.remove()
    }

    /// A receiver's status is its answer, whatever its body does.
    @Test(
        arguments: [
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"), .hang],
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"), .close],
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"), .hang],
            [.send("HTTP/1.1 200 OK\r\n\r\n"), .flood([UInt8](repeating: 0x20, count: 1 << 16), times: 16_384)],
            [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), .hang],
            [.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain")],
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")],
        ] as [[ScriptedServer.Step]])
    func `an answer without its body is its status`(steps: [ScriptedServer.Step]) async throws {
        try await ScriptedServer.with(script: { _ in steps }) { server in
            let transport = HTTPClientTransport()
            let start = ContinuousClock.now
            let response = try await transport.send(
                HTTPRequest(method: .post, url: server.url, body: [0x7B, 0x7D], needsBody: false))
            #expect(response.status == 200)
            #expect(start.duration(to: .now) < .seconds(10))
            await transport.shutDown()
        }
    }
}
