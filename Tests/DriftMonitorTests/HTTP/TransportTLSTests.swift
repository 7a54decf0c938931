import DriftCore
import FoundationEssentials
import NIOCore
import NIOSSL
import Testing

@testable import DriftMonitor

@Suite(.timeLimit(.minutes(10))) struct TransportTLSTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder(host: .current)
    }

    private func file(_ name: String, _ text: String) throws -> String {
        let path = "\(folder.path)/\(name)"
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        return path
    }

    /// What one GET over TLS comes to.
    private func get(
        from identity: String, host: String = "localhost", tls: TLSSettings, clientAuthority: String? = nil
    ) async throws -> Result<HTTPResponse, HTTPTransportError> {
        let server = try file("server.pem", identity)
        let authority = try clientAuthority.map { try file("client-authority.pem", $0) }
        var result = Result<HTTPResponse, HTTPTransportError>.failure(.cancelled)
        try await ScriptedServer.with(
            prepare: { channel in
                var configuration = TLSConfiguration.makeServerConfiguration(
                    certificateChain: try NIOSSLCertificate.fromPEMFile(server).map { .certificate($0) },
                    privateKey: .privateKey(try NIOSSLPrivateKey(file: server, format: .pem)))
                if let authority {
                    configuration.certificateVerification = .noHostnameVerification
                    configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(authority))
                }
                let context = try NIOSSLContext(configuration: configuration)
                try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
            }, script: { _ in ScriptedServer.ok("{}") }
        ) { server in
            let transport = HTTPClientTransport()
            do throws(HTTPTransportError) {
                result = .success(
                    try await transport.send(HTTPRequest(url: "https://\(host):\(server.port)/", tls: tls)))
            } catch {
                result = .failure(error)
            }
            await transport.shutDown()
        }
        folder.remove()
        return result
    }

    private func detail(_ result: Result<HTTPResponse, HTTPTransportError>) -> String {
        if case .failure(.tls(_, let detail)) = result { detail } else { "\(result)" }
    }

    @Test(arguments: ["localhost", "127.0.0.1"])
    func `a server of our own authority`(host: String) async throws {
        let authority = try file("ca.pem", TestCertificates.authority)
        let result = try await get(
            from: TestCertificates.server, host: host, tls: TLSSettings(authorityFile: authority))
        #expect(try result.get().status == 200)
    }

    @Test func `a directory of authorities, under the names of their hashes`() async throws {
        let directory = folder.path + "/authorities"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        _ = try file("authorities/\(TestCertificates.authorityHash).0", TestCertificates.authority)
        let result = try await get(from: TestCertificates.server, tls: TLSSettings(authorityFile: directory))
        #expect(try result.get().status == 200)
    }

    @Test func `an authority nobody knows`() async throws {
        let result = try await get(from: TestCertificates.server, tls: TLSSettings())
        #expect(detail(result).contains("signed by an authority that is not trusted here"))
    }

    @Test func `an expired certificate`() async throws {
        let authority = try file("ca.pem", TestCertificates.authority)
        let result = try await get(from: TestCertificates.expired, tls: TLSSettings(authorityFile: authority))
        #expect(detail(result) == "the server's certificate expired on 2020-01-01")
    }

    @Test func `a certificate for another name`() async throws {
        let authority = try file("ca.pem", TestCertificates.authority)
        let result = try await get(from: TestCertificates.otherName, tls: TLSSettings(authorityFile: authority))
        #expect(detail(result) == "the server's certificate is for another name")
    }

    @Test func `verification switched off accepts them all`() async throws {
        for identity in [TestCertificates.expired, TestCertificates.otherName] {
            let folder = try TransportTLSTests()
            let result = try await folder.get(from: identity, tls: TLSSettings(verifies: false))
            #expect(try result.get().status == 200)
        }
    }

    @Test func `a client certificate is shown`() async throws {
        let authority = try file("ca.pem", TestCertificates.authority)
        let client = try file("client.pem", TestCertificates.client)
        let result = try await get(
            from: TestCertificates.server, tls: TLSSettings(authorityFile: authority, certificateFile: client),
            clientAuthority: TestCertificates.authority)
        #expect(try result.get().status == 200)
    }

    @Test func `a server that wants a client certificate refuses who has none`() async throws {
        let authority = try file("ca.pem", TestCertificates.authority)
        let result = try await get(
            from: TestCertificates.server, tls: TLSSettings(authorityFile: authority),
            clientAuthority: TestCertificates.authority)
        #expect(detail(result).contains("client certificate"))
    }

    @Test func `files that were written again are read again`() throws {
        let path = try file("ca.pem", TestCertificates.authority)
        let settings = TLSSettings(authorityFile: path)
        let before = TLSFiles.times(of: settings)
        #expect(before == TLSFiles.times(of: settings))
        let earlier = Date(timeIntervalSince1970: 1_700_000_000)
        try FileManager.default.setAttributes([.modificationDate: earlier], ofItemAtPath: path)
        #expect(TLSFiles.times(of: settings) == [Timestamp(milliseconds: 1_700_000_000_000)])
        folder.remove()
        #expect(TLSFiles.times(of: settings) == [Timestamp(milliseconds: -1)])
    }

    @Test func `files that cannot be used are named`() async throws {
        let text = try file("text.pem", "nothing")
        for tls in [TLSSettings(authorityFile: "/no/such.pem"), TLSSettings(authorityFile: text)] {
            let transport = HTTPClientTransport()
            var failure: HTTPTransportError?
            do throws(HTTPTransportError) {
                _ = try await transport.send(HTTPRequest(url: "https://localhost/", tls: tls))
            } catch {
                failure = error
            }
            await transport.shutDown()
            let expected = "the authority file '\(tls.authorityFile ?? "")' cannot be read as PEM certificates"
            #expect(failure == .tlsFile(detail: expected))
        }
        folder.remove()
    }

    @Test func `a server without TLS says so`() async throws {
        var failure: HTTPTransportError?
        try await ScriptedServer.with(script: { _ in [] }) { server in
            let transport = HTTPClientTransport()
            do throws(HTTPTransportError) {
                let url = "https://127.0.0.1:\(server.port)/"
                _ = try await transport.send(HTTPRequest(url: url, limits: HTTPLimits(totalTime: .milliseconds(500))))
            } catch {
                failure = error
            }
            await transport.shutDown()
        }
        // It waits for a request and never answers the handshake.
        #expect(failure == .timedOut(limit: .milliseconds(500)))
        folder.remove()
    }
}
