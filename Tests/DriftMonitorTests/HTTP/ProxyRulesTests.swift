import DriftCore
import Testing

@testable import DriftMonitor

@Suite(.timeLimit(.minutes(10))) struct ProxyRulesTests {
    private func proxy(_ url: String, _ environment: [String: String]) throws -> String? {
        try ProxyRules(environment: environment).proxy(for: WebURL(url)).map { "\($0.host):\($0.port)" }
    }

    @Test(
        arguments: [
            ("http://a.example/", ["HTTP_PROXY": "http://p:3128"], "p:3128"),
            ("http://a.example/", ["http_proxy": "p:3128", "HTTP_PROXY": "http://q:1"], "p:3128"),
            ("https://a.example/", ["HTTP_PROXY": "http://p:3128"], nil),
            ("https://a.example/", ["HTTPS_PROXY": "http://p/"], "p:80"),
            ("https://a.example/", ["https_proxy": ""], nil),
            ("http://127.0.0.1:1/", ["HTTP_PROXY": "http://p:3128"], "p:3128"),
            ("http://localhost/", ["HTTP_PROXY": "http://p:3128", "NO_PROXY": "localhost"], nil),
            ("http://127.0.0.1:1/", ["HTTP_PROXY": "http://p:3128", "NO_PROXY": "127.0.0.0/8"], nil),
            ("http://[::1]/", ["HTTP_PROXY": "http://p:3128", "NO_PROXY": "::1"], nil),
            ("http://a.example/", ["HTTP_PROXY": "p:1", "NO_PROXY": "*"], nil),
            ("http://a.example/", ["HTTP_PROXY": "p:1", "NO_PROXY": "b.example, .example"], nil),
            ("http://a.example/", ["HTTP_PROXY": "p:1", "no_proxy": "a.example"], nil),
            ("http://b.a.example/", ["HTTP_PROXY": "p:1", "NO_PROXY": "A.example"], nil),
            ("http://ba.example/", ["HTTP_PROXY": "p:1", "NO_PROXY": "a.example"], "p:1"),
            ("http://a.example:8080/", ["HTTP_PROXY": "p:1", "NO_PROXY": "a.example:80"], "p:1"),
            ("http://a.example:80/", ["HTTP_PROXY": "p:1", "NO_PROXY": "a.example:80"], nil),
            ("http://10.1.2.3/", ["HTTP_PROXY": "p:1", "NO_PROXY": "10.0.0.0/8"], nil),
            ("http://11.1.2.3/", ["HTTP_PROXY": "p:1", "NO_PROXY": "10.0.0.0/8,12.1.1.1"], "p:1"),
        ] as [(String, [String: String], String?)])
    func `which proxy a request takes`(url: String, environment: [String: String], expected: String?) throws {
        #expect(try proxy(url, environment) == expected)
    }

    @Test func `a proxy that cannot be used is refused without showing its password`() {
        #expect(throws: ProxyError.scheme(variable: "HTTP_PROXY")) {
            try ProxyRules(environment: ["HTTP_PROXY": "socks5://u:p@h:1"])
        }
        #expect(throws: ProxyError.notProxy(variable: "https_proxy")) {
            try ProxyRules(environment: ["https_proxy": "http://u:%zz@h:1"])
        }
    }

    @Test func `a plain request goes to the proxy in absolute form, with its login`() async throws {
        try await ScriptedServer.with(script: { _ in ScriptedServer.ok("{}") }) { server in
            var settings = HTTPClientTransport.Settings()
            settings.proxies = try ProxyRules(environment: [
                "HTTP_PROXY": "http://us%65r:pa%3Ass@127.0.0.1:\(server.port)"
            ])
            let transport = HTTPClientTransport(settings: settings)
            let url = "http://image.invalid:9292/v2/schemas/image?x=1"
            _ = try await transport.send(HTTPRequest(url: url, headers: HTTPHeaders([("X-Auth-Token", "t")])))
            _ = try await transport.send(HTTPRequest(url: "http://other.invalid/a"))
            await transport.shutDown()
            #expect(server.requests.map(\.line) == ["GET \(url) HTTP/1.1", "GET http://other.invalid/a HTTP/1.1"])
            #expect(server.requests.map { $0.header("Host") } == ["image.invalid:9292", "other.invalid"])
            #expect(server.requests.first?.header("Proxy-Authorization") == "Basic dXNlcjpwYTpzcw==")
            #expect(server.connections == 1)
        }
    }

    @Test func `a request over TLS asks the proxy for a way, and shows it no token`() async throws {
        try await ScriptedServer.with(script: { _ in
            [.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"), .close]
        }) { server in
            var settings = HTTPClientTransport.Settings()
            settings.proxies = try ProxyRules(environment: ["HTTPS_PROXY": "http://127.0.0.1:\(server.port)"])
            let transport = HTTPClientTransport(settings: settings)
            var failure: HTTPTransportError?
            do throws(HTTPTransportError) {
                let headers = HTTPHeaders([("X-Auth-Token", "t")])
                _ = try await transport.send(HTTPRequest(url: "https://image.invalid/v2", headers: headers))
            } catch {
                failure = error
            }
            await transport.shutDown()
            #expect(
                failure?.description
                    == "the proxy 127.0.0.1:\(server.port) is in the way: it wants a login (407); "
                    + "put user:password@ into its URL")
            #expect(server.requests.map(\.line) == ["CONNECT image.invalid:443 HTTP/1.1"])
            #expect(server.requests.first?.header("X-Auth-Token") == nil)
        }
    }
}
