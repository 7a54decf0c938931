import DriftCore
import Testing

@testable import DriftMonitor

/// Who is blamed when a proxy stands between.
@Suite(.timeLimit(.minutes(5))) struct TransportProxyTests {
    private func failure(_ url: String, proxy: String) async throws -> HTTPTransportError? {
        var settings = HTTPClientTransport.Settings()
        settings.proxies = try ProxyRules(environment: ["http_proxy": proxy, "https_proxy": proxy])
        let transport = HTTPClientTransport(settings: settings)
        var failure: HTTPTransportError?
        do throws(HTTPTransportError) {
            _ = try await transport.send(HTTPRequest(url: url))
        } catch {
            failure = error
        }
        await transport.shutDown()
        return failure
    }

    @Test(arguments: ["http://image.example/v2/schemas/images", "https://image.example/v2/schemas/images"])
    func `a proxy that cannot be reached is named, without its password`(url: String) async throws {
        let refused = try await failure(url, proxy: "http://user:p4ssw0rd@127.0.0.1:1")
        #expect(refused == .proxy("127.0.0.1:1", detail: "connection refused; nothing listens there"))
        #expect(refused?.description.contains("p4ssw0rd") == false)
        let unknown = try await failure(url, proxy: "http://proxy.invalid:3128")
        #expect(unknown == .proxy("proxy.invalid:3128", detail: "its name does not resolve"))
    }

    @Test(arguments: ["http", "https"], [false, true])
    func `a proxy that wants a login speaks for itself`(scheme: String, hasLogin: Bool) async throws {
        let answer = "HTTP/1.1 407 x\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"
        try await ScriptedServer.with(script: { _ in [.send(answer)] }) { proxy in
            let place = "127.0.0.1:\(proxy.port)"
            let failure = try await failure(
                "\(scheme)://image.example/", proxy: "http://\(hasLogin ? "u:p@" : "")\(place)")
            let detail =
                hasLogin
                ? "it refuses the login that is in its URL (407)"
                : "it wants a login (407); put user:password@ into its URL"
            #expect(failure == .proxy(place, detail: detail))
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 502 x\r\nContent-Length: 0\r\n\r\n", "it did not open the way to image.example"),
        ("HTTP/1.1 000 x\r\nContent-Length: 0\r\n\r\n", "it did not open the way to image.example"),
        ("HTTP/1.1 101 x\r\n\r\n", "it did not open the way to image.example"),
        ("HTTP/1.1 100 x\r\n\r\nHTTP/1.1 404 x\r\n\r\n", "it did not open the way to image.example"),
    ])
    func `a proxy that does not open the way is named`(answer: String, detail: String) async throws {
        try await ScriptedServer.with(script: { _ in [.send(answer), .close] }) { proxy in
            let failure = try await failure("https://image.example/", proxy: "http://127.0.0.1:\(proxy.port)")
            #expect(failure == .proxy("127.0.0.1:\(proxy.port)", detail: detail))
        }
    }

    @Test func `where nobody knows which of the two it was, both are named`() async throws {
        try await ScriptedServer.with(script: { _ in [.close] }) { proxy in
            let failure = try await failure("http://image.example/", proxy: "http://127.0.0.1:\(proxy.port)")
            let detail = "the server or the proxy 127.0.0.1:\(proxy.port) hung up before the answer was complete"
            #expect(failure == .brokenAnswer(detail: detail))
        }
    }

    @Test func `what a proxy repeats of its login is taken out`() async throws {
        try await ScriptedServer.with(script: { request in
            let sent = request.header("Proxy-Authorization") ?? ""
            return ScriptedServer.ok("you sent \(sent), p4ss-w0rd", headers: "X-Sent: \(sent)\r\n")
        }) { proxy in
            var settings = HTTPClientTransport.Settings()
            settings.proxies = try ProxyRules(environment: ["http_proxy": "http://us:p4ss-w0rd@127.0.0.1:\(proxy.port)"]
            )
            let transport = HTTPClientTransport(settings: settings)
            let response = try await transport.send(HTTPRequest(url: "http://image.example/"))
            await transport.shutDown()
            #expect(proxy.requests.first?.header("Proxy-Authorization") == "Basic dXM6cDRzcy13MHJk")
            #expect(String(decoding: response.body, as: UTF8.self) == "you sent Basic <redacted>, <redacted>")
            #expect(response.headers["X-Sent"] == "Basic <redacted>")
        }
    }
}
