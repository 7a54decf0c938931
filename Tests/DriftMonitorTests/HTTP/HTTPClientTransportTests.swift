import DriftCore
import Testing

@testable import DriftMonitor

@Suite(.timeLimit(.minutes(10))) struct HTTPClientTransportTests {
    private func send(
        _ request: HTTPRequest, settings: HTTPClientTransport.Settings = HTTPClientTransport.Settings()
    ) async -> Result<HTTPResponse, HTTPTransportError> {
        let transport = HTTPClientTransport(settings: settings)
        let result: Result<HTTPResponse, HTTPTransportError>
        do { result = .success(try await transport.send(request)) } catch { result = .failure(error) }
        await transport.shutDown()
        return result
    }

    /// What one scripted answer to one GET comes to.
    private func answer(
        _ steps: [ScriptedServer.Step], limits: HTTPLimits = HTTPLimits()
    ) async throws -> Result<HTTPResponse, HTTPTransportError> {
        var result = Result<HTTPResponse, HTTPTransportError>.failure(.cancelled)
        try await ScriptedServer.with(script: { _ in steps }) { server in
            result = await send(HTTPRequest(url: server.url + "/s", limits: limits))
        }
        return result
    }

    @Test func `a request arrives as it was meant, and says who asks`() async throws {
        try await ScriptedServer.with(script: { _ in ScriptedServer.ok(#"{"a":1}"#, headers: "ETag: \"x\"\r\n") }) {
            server in
            let url = server.url + "/a%20b//c;d/./%2F?q=%7B1%7D&r=a+b#part"
            let result = await send(
                HTTPRequest(url: url, headers: HTTPHeaders([("X-Auth-Token", "t"), ("If-None-Match", "\"x\"")])))
            let response = try result.get()
            #expect(response.status == 200)
            #expect(response.headers["etag"] == "\"x\"")
            #expect(String(decoding: response.body, as: UTF8.self) == #"{"a":1}"#)
            let request = try #require(server.requests.first)
            #expect(request.line == "GET /a%20b//c;d/./%2F?q=%7B1%7D&r=a+b HTTP/1.1")
            #expect(request.header("Host") == "127.0.0.1:\(server.port)")
            #expect(request.header("User-Agent") == "driftmonitor/\(Product.version)")
            #expect(request.header("Accept-Encoding") == "gzip")
            #expect(request.header("X-Auth-Token") == "t")
            #expect(request.header("If-None-Match") == "\"x\"")
            #expect(request.head.split(separator: "\r\n").count == 6)
        }
    }

    @Test func `a body is posted with its length`() async throws {
        try await ScriptedServer.with(script: { _ in [.send("HTTP/1.1 204 No Content\r\n\r\n")] }) { server in
            let request = HTTPRequest(
                method: .post, url: server.url, headers: HTTPHeaders([("Content-Type", "application/json")]),
                body: Array(#"{"é":1}"#.utf8))
            let response = try await send(request).get()
            #expect(response == HTTPResponse(status: 204))
            let seen = try #require(server.requests.first)
            #expect(seen.line == "POST / HTTP/1.1")
            #expect(seen.header("Content-Length") == "8")
            #expect(seen.body == #"{"é":1}"#)
        }
    }

    @Test(arguments: [304, 401, 404, 500, 503])
    func `every status is an answer`(status: Int) async throws {
        let result = try await answer([
            .send("HTTP/1.1 \(status) X\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n")
        ])
        let response = try result.get()
        #expect(response.status == status)
        #expect(response.headers["Retry-After"] == "3")
    }

    @Test func `a redirect is an answer, and nobody else hears the token`() async throws {
        try await ScriptedServer.with(script: { _ in ScriptedServer.ok("{}") }) { other in
            let location = "Location: \(other.url)/\r\n"
            try await ScriptedServer.with(script: { _ in
                [.send("HTTP/1.1 302 Found\r\n\(location)Content-Length: 0\r\n\r\n")]
            }) { server in
                let result = await send(HTTPRequest(url: server.url, headers: HTTPHeaders([("X-Auth-Token", "t")])))
                let response = try result.get()
                #expect(response.status == 302)
                #expect(response.headers["Location"] == other.url + "/")
            }
            #expect(other.connections == 0)
        }
    }

    @Test func `gzip is expanded`() async throws {
        let body = Gzip.stored(#"{"name":"images"}"#)
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(body.count)\r\n\r\n"
        let result = try await answer([.send(head), .bytes(body)])
        #expect(String(decoding: try result.get().body, as: UTF8.self) == #"{"name":"images"}"#)
    }

    @Test func `chunks are put together, and interim answers skipped`() async throws {
        let result = try await answer([
            .send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
            .send("3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n"),
        ])
        #expect(String(decoding: try result.get().body, as: UTF8.self) == "abcde")
    }

    @Test(
        arguments: [
            ([.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .close], "it breaks off before its end"),
            ([.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"), .reset], "the server reset the connection"),
            ([.reset], "the server reset the connection"),
            ([.close], "the server hung up before the answer was complete"),
            (
                [.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n{\"a\"\r\n"), .close],
                "it breaks off before its end"
            ),
            ([.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")], "a chunk's size is no number"),
            ([.send("HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n")], "Content-Length is not usable"),
            ([.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde")], "Content-Length"),
            ([.send("SSH-2.0-OpenSSH_9.2\r\n")], "it is not HTTP/1.1"),
            (
                [.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain")],
                "compressed body cannot be expanded"
            ),
            ([.flood(Array("HTTP/1.1 102 X\r\n\r\n".utf8), times: 1000), .hang], "interim answers (1xx) without end"),
        ] as [([ScriptedServer.Step], String)])
    func `an answer that is broken says how`(steps: [ScriptedServer.Step], words: String) async throws {
        let result = try await answer(steps)
        guard case .failure(.brokenAnswer(let detail)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(detail.contains(words), "\(detail)")
    }

    @Test func `a body that ends with the connection is whole`() async throws {
        let result = try await answer([.send("HTTP/1.0 200 OK\r\n\r\nabc"), .close])
        #expect(String(decoding: try result.get().body, as: UTF8.self) == "abc")
    }
}
