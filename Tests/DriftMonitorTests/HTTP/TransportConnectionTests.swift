import DriftCore
import Testing

@testable import DriftMonitor

/// Which connections are made, kept and refused.
@Suite(.timeLimit(.minutes(10))) struct TransportConnectionTests {
    private func with(
        _ settings: HTTPClientTransport.Settings = HTTPClientTransport.Settings(),
        script: @escaping ScriptedServer.Script = { _ in ScriptedServer.ok("{}") },
        _ body: (HTTPClientTransport, ScriptedServer) async throws -> Void
    ) async throws {
        try await ScriptedServer.with(script: script) { server in
            let transport = HTTPClientTransport(settings: settings)
            do { try await body(transport, server) } catch {
                await transport.shutDown()
                throw error
            }
            await transport.shutDown()
        }
    }

    /// How long a busy machine takes is not what these tests are about.
    private static let patient = HTTPLimits(totalTime: .seconds(300), idleTime: .seconds(300))

    @Test func `a thousand targets of a host need four connections`() async throws {
        try await with { transport, server in
            try await withThrowingTaskGroup { group in
                for index in 0..<1000 {
                    let url = "\(server.url)/\(index)"
                    group.addTask { _ = try await transport.send(HTTPRequest(url: url, limits: Self.patient)) }
                }
                try await group.waitForAll()
            }
            #expect(Set(server.requests.map(\.line)).count == 1000)
            #expect(server.connections <= 4)
        }
    }

    @Test func `different limits share connections`() async throws {
        try await with { transport, server in
            for limit in [1000, 5000, 8 << 20] {
                _ = try await transport.send(HTTPRequest(url: server.url, limits: HTTPLimits(bodyBytes: limit)))
            }
            #expect(server.connections == 1)
        }
    }

    @Test func `a fresh connection is new, and closed afterwards`() async throws {
        try await with { transport, server in
            _ = try await transport.send(HTTPRequest(url: server.url))
            for _ in 0..<3 {
                let response = try await transport.send(HTTPRequest(url: server.url, usesFreshConnection: true))
                #expect(response.status == 200)
            }
            _ = try await transport.send(HTTPRequest(url: server.url))
            #expect(server.requests.map(\.connection) == [1, 2, 3, 4, 1])
            #expect(server.requests.map { $0.header("Connection") } == [nil, "close", "close", "close", nil])
        }
    }

    @Test func `a GET is sent once more when the kept connection was closed`() async throws {
        try await with(script: { request in
            request.connection == 1 && request.line.contains("/second") ? [.reset] : ScriptedServer.ok("{}")
        }) { transport, server in
            _ = try await transport.send(HTTPRequest(url: server.url + "/first", limits: Self.patient))
            let second = HTTPRequest(url: server.url + "/second", limits: Self.patient)
            #expect(try await transport.send(second).status == 200)
            #expect(server.requests.map(\.connection) == [1, 1, 2])
        }
    }

    @Test func `a POST is never sent twice`() async throws {
        try await with(script: { request in
            request.line.contains("/second") ? [.reset] : ScriptedServer.ok("{}")
        }) { transport, server in
            let url = server.url
            _ = try await transport.send(HTTPRequest(url: url + "/first"))
            await #expect(throws: HTTPTransportError.self) {
                try await transport.send(HTTPRequest(method: .post, url: url + "/second", body: [0x7B, 0x7D]))
            }
            #expect(server.requests.count == 2)
        }
    }

    @Test func `a server that fails each time is asked once`() async throws {
        try await with(script: { _ in [.reset] }) { transport, server in
            let url = server.url
            await #expect(throws: HTTPTransportError.brokenAnswer(detail: "the server reset the connection")) {
                try await transport.send(HTTPRequest(url: url))
            }
            #expect(server.requests.count == 1)
        }
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{}  {\"left\":\"over\"}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison",
    ])
    func `what follows an answer is not taken for the next one`(bytes: String) async throws {
        try await with(script: { $0.line.contains("/first") ? [.send(bytes)] : ScriptedServer.ok("second") }) {
            transport, server in
            let first = try await transport.send(HTTPRequest(url: server.url + "/first"))
            #expect(String(decoding: first.body, as: UTF8.self).hasPrefix("{}"))
            let second = try await transport.send(HTTPRequest(url: server.url + "/second"))
            #expect(String(decoding: second.body, as: UTF8.self) == "second")
        }
    }

    @Test func `an answer sent before it was asked for is not taken`() async throws {
        let poison = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
        try await with(script: { request in
            request.line.contains("/first")
                ? ScriptedServer.ok("{}") + [.drip(poison, every: .milliseconds(1))] : ScriptedServer.ok("second")
        }) { transport, server in
            _ = try await transport.send(HTTPRequest(url: server.url + "/first"))
            for _ in 0..<20 {
                let second = try await transport.send(HTTPRequest(url: server.url + "/second"))
                #expect(String(decoding: second.body, as: UTF8.self) == "second")
            }
        }
    }

    @Test func `nobody listens`() async throws {
        let transport = HTTPClientTransport()
        // A port that no other test's server can be given meanwhile.
        await #expect(
            throws: HTTPTransportError.connectionFailed(
                host: "127.0.0.1", detail: "connection refused; nothing listens there")
        ) { try await transport.send(HTTPRequest(url: "http://127.0.0.1:1/")) }
        await #expect(throws: HTTPTransportError.nameNotFound(host: "no-such-host.invalid")) {
            try await transport.send(HTTPRequest(url: "http://no-such-host.invalid/"))
        }
        await #expect(throws: HTTPTransportError.badURL("ftp://127.0.0.1/")) {
            try await transport.send(HTTPRequest(url: "ftp://127.0.0.1/"))
        }
        await transport.shutDown()
    }

    @Test(arguments: [
        "169.254.169.254", "100.100.100.200", "[fe80::1]", "[fd00:ec2::254]", "[::ffff:127.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
    ])
    func `metadata addresses are refused without connecting`(host: String) async throws {
        let transport = HTTPClientTransport()
        var failure: HTTPTransportError?
        do { _ = try await transport.send(HTTPRequest(url: "http://\(host)/")) } catch {
            failure = error
        }
        guard case .addressRefused(_, let detail) = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(detail.contains("allow_addresses"))
        await transport.shutDown()
    }

    @Test func `what a name resolves to is refused before a request is sent`() async throws {
        let loopback = try ["127.0.0.0/8", "::1/128"].map { text in
            AddressPolicy.Refused(network: try #require(IPNetwork(text)), meaning: "loopback")
        }
        var settings = HTTPClientTransport.Settings()
        settings.addresses = AddressPolicy(refused: loopback)
        try await with(settings) { transport, server in
            let url = "http://localhost:\(server.port)/"
            for _ in 0..<3 {
                var failure: HTTPTransportError?
                do throws(HTTPTransportError) {
                    _ = try await transport.send(HTTPRequest(url: url, headers: HTTPHeaders([("X-Auth-Token", "t")])))
                } catch {
                    failure = error
                }
                let detail = "its address is in 127.0.0.0/8 (loopback); allow_addresses makes an exception"
                #expect(failure == .addressRefused(host: "127.0.0.1", detail: detail))
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `an exception opens a refused network`() async throws {
        let policy = AddressPolicy(allowed: [try #require(IPNetwork("169.254.1.0/24"))])
        #expect(policy.refusal(of: try #require(IPAddress("169.254.1.7"))) == nil)
        #expect(policy.refusal(of: try #require(IPAddress("169.254.2.7"))) != nil)
    }
}
